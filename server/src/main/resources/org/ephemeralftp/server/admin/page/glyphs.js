// The marks on a map: each state has a shape of its own, so that none is told by colour alone.

export const LEGEND = [
  ['unused', 'unused'],
  ['trail', 'lent a moment ago'],
  ['listening', 'unused, still listening'],
  ['leased', 'lent, and how much time is left to connect'],
  ['connected', 'connected, and how many'],
  ['resting', 'resting'],
  ['blocked', 'blocked by another program'],
  ['closing', 'closing'],
  ['withdrawn', 'withdrawn: the server’s own'],
];

/** The kinds of marks a port has at once: its state, and its connections. */
export function kinds(view) {
  const marks = [];
  if (view.connected > 0) {
    marks.push('connected');
  }
  if (view.state !== 'unused') {
    marks.push(view.state);
  } else if (view.listening && view.connected === 0) {
    marks.push('listening');
  }
  return marks;
}

/** Draws a mark in the middle of x, y; `left` is what is left of a lease's time, from 1 to 0. */
export function draw(context, kind, x, y, size, colours, left = 1) {
  const r = size / 2;
  context.save();
  context.translate(x, y);
  context.lineWidth = Math.max(1.5, size / 7);
  context.lineCap = 'round';
  context.strokeStyle = colours.ink;
  context.fillStyle = colours.ink;
  context.beginPath();
  SHAPES[kind](context, r, colours, left);
  context.restore();
}

function cell(context, r, colour) {
  context.fillStyle = colour;
  context.roundRect(-r, -r, 2 * r, 2 * r, r / 3);
  context.fill();
}

const SHAPES = {
  unused: (context, r, colours) => cell(context, r, colours.cell),
  trail: (context, r, colours) => cell(context, r, colours.trail),
  listening(context, r, colours) {
    context.fillStyle = colours.accent;
    context.arc(0, 0, Math.max(1, r * 0.32), 0, 2 * Math.PI);
    context.fill();
  },
  leased(context, r, colours, left) {
    const ring = r - context.lineWidth / 2;
    context.strokeStyle = colours.faint;
    context.arc(0, 0, ring, 0, 2 * Math.PI);
    context.stroke();
    context.beginPath();
    context.strokeStyle = colours.accent;
    context.arc(0, 0, ring, -Math.PI / 2, -Math.PI / 2 + 2 * Math.PI * Math.max(0.02, left));
    context.stroke();
  },
  connected(context, r, colours) {
    context.fillStyle = colours.accent;
    context.arc(0, 0, r * 0.58, 0, 2 * Math.PI);
    context.fill();
  },
  resting(context, r) {
    for (const side of [-0.32, 0.32]) {
      context.moveTo(side * r, -0.5 * r);
      context.lineTo(side * r, 0.5 * r);
    }
    context.stroke();
  },
  blocked(context, r) {
    const end = 0.6 * r;
    context.moveTo(-end, -end);
    context.lineTo(end, end);
    context.moveTo(end, -end);
    context.lineTo(-end, end);
    context.stroke();
  },
  closing(context, r) {
    context.moveTo(-0.6 * r, 0);
    context.lineTo(0.6 * r, 0);
    context.stroke();
  },
  withdrawn(context, r) {
    const end = 0.5 * r;
    context.arc(0, 0, r * 0.72, 0, 2 * Math.PI);
    context.moveTo(-end, end);
    context.lineTo(end, -end);
    context.stroke();
  },
};
