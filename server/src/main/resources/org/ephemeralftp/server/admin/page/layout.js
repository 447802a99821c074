// Where each port of a set is on a map: numbered cells while they fit, then rows of cells that begin at round numbers.

const COLUMNS = [5, 10, 20, 25, 50, 100, 200, 250, 500];
const NUMBERED = { width: 96, widest: 116, height: 68 };
const WIDEST_PITCH = 40;
const LEAST_PITCH = 3;
const GAP = 8;
// Around rows: the frame of the port that is looked at is larger than its cell.
const MARGIN = 4;
export const LABELS = 52;

/** The layout of ascending ports within a width, lower than a height if that can be. */
export function layOut(ports, width, highest) {
  const numbered = numberedCells(ports, width);
  return numbered.height <= highest ? numbered : rowsOfCells(ports, width, highest);
}

function numberedCells(ports, width) {
  let columns = Math.max(1, Math.floor(width / NUMBERED.width));
  if (columns > 10 && ports.length > columns) {
    columns = 10;
  }
  const cell = Math.min(NUMBERED.widest, Math.floor(width / columns));
  const rows = Math.ceil(ports.length / columns);
  return {
    numbered: true, columns, cell, rowHeight: NUMBERED.height, labels: [],
    width: Math.min(ports.length, columns) * cell, height: rows * NUMBERED.height,
    at: (index) => ({ x: (index % columns) * cell, y: Math.floor(index / columns) * NUMBERED.height }),
    find: (x, y) => {
      const column = Math.floor(x / cell);
      const index = Math.floor(y / NUMBERED.height) * columns + column;
      return column >= 0 && column < columns && index >= 0 && index < ports.length ? index : -1;
    },
  };
}

function rowsOfCells(ports, width, highest) {
  const choices = COLUMNS.map((columns) => rows(ports, columns, width - LABELS)).filter((one) => one.cell >= LEAST_PITCH);
  const fitting = choices.filter((one) => one.height <= highest);
  const best = fitting.length > 0
    ? fitting.reduce((a, b) => (b.cell > a.cell || (b.cell === a.cell && b.height < a.height) ? b : a))
    : choices.reduce((a, b) => (b.height < a.height ? b : a));
  return place(ports, best);
}

function rows(ports, columns, width) {
  const cell = Math.min(WIDEST_PITCH, Math.floor(width / columns));
  const starts = [];
  let height = MARGIN;
  for (const port of ports) {
    const start = port - port % columns;
    if (starts.length === 0 || starts.at(-1).start !== start) {
      if (starts.length > 0 && starts.at(-1).start !== start - columns) {
        height += GAP;
      }
      starts.push({ start, y: height });
      height += cell;
    }
  }
  return { columns, cell, starts, height: height + MARGIN };
}

function place(ports, { columns, cell, starts, height }) {
  const rowOf = new Map(starts.map((row) => [row.start, row]));
  const indexOf = new Map(ports.map((port, index) => [port, index]));
  return {
    numbered: false, columns, cell, rowHeight: cell, width: LABELS + columns * cell, height,
    labels: labelled(starts, cell),
    at: (index) => {
      const column = ports[index] % columns;
      return { x: LABELS + column * cell, y: rowOf.get(ports[index] - column).y };
    },
    find: (x, y) => {
      const column = Math.floor((x - LABELS) / cell);
      const row = starts.findLast((one) => one.y <= y && y < one.y + cell);
      return column < 0 || column >= columns || !row ? -1 : indexOf.get(row.start + column) ?? -1;
    },
  };
}

// As many labels as there is room for, at the rows whose numbers are roundest.
function labelled(starts, cell) {
  const room = 18;
  const every = Math.max(1, Math.ceil(room / cell));
  const labels = [];
  for (const [index, row] of starts.entries()) {
    const isFirst = index === 0;
    if (isFirst || (index % every === 0) || starts[index - 1].y + cell < row.y) {
      if (isFirst || row.y - labels.at(-1).y >= room) {
        labels.push({ text: String(row.start), y: row.y });
      }
    }
  }
  return labels;
}
