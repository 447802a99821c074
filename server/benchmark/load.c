/*
 * The load generator of the benchmark: FTP sessions with blocking sockets, a thread each, passive mode (EPSV) only.
 *
 * It is C because it shares the machine with the server it measures: a transfer costs it little more than the system
 * calls. The run script compiles it, starts it and reads what it prints.
 *
 *   load HOST PORT USER PASSWORD VERB NAME SIZE SESSIONS WARMUP MEASURED
 *
 * VERB is RETR, STOR, LIST or MLSD. NAME is what the verb takes; STOR makes a new file each time, with numbers behind it.
 * SIZE is the number of bytes that must pass (STOR sends so many; 0 with a listing: any but none). WARMUP and MEASURED are
 * seconds ("1.5s") or transfers of each session ("500", or "0" to stand idle).
 *
 * It prints "ready" after the logins, takes a line, warms up, prints "warm", takes a line, measures, and prints one line
 * with the result in JSON. Then it waits for a line and ends. Thus the server can be looked at before and after, while
 * all sessions are there.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 1024, LIMIT_SECONDS = 20, SMALL = 65536, BULK = 1 << 20, LOGINS = 16 };

struct reader {
    int socket;
    size_t begin, end;
    char bytes[LINE * 4];
};

struct session {
    pthread_t thread;
    int number;
    long stored;
    struct reader control;
    char name[256];
    double *latencies; /* of the measured transfers, in seconds */
    size_t transfers, room, errors;
    double first_byte, whole; /* of listings: sums */
    unsigned long long bytes;
    char error[LINE];
};

static struct sockaddr_in server;
static const char *user, *password, *verb, *name;
static long long size;
static int sessions;
static int source = -1; /* what large uploads are sent from */
static char *small_source;
static pthread_barrier_t barrier;
static double deadline;  /* of a phase; 0: its transfers are counted */
static long each;        /* transfers of a session in a phase */
static pthread_mutex_t login_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t login_turn = PTHREAD_COND_INITIALIZER;
static int logging_in;
static bool recording;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static double own_cpu(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static void fail(struct session *session, const char *what) {
    if (session->error[0] == 0) {
        snprintf(session->error, sizeof session->error, "%s%s%s", what, errno ? ": " : "", errno ? strerror(errno) : "");
    }
}

static int connect_to(int port) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0) {
        return -1;
    }
    struct sockaddr_in to = server;
    to.sin_port = htons((unsigned short)port);
    struct timeval limit = {.tv_sec = LIMIT_SECONDS};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (connect(fd, (struct sockaddr *)&to, sizeof to) != 0) {
        int error = errno;
        close(fd);
        errno = error;
        return -1;
    }
    return fd;
}

static bool send_all(int fd, const char *bytes, size_t length) {
    while (length > 0) {
        ssize_t sent = send(fd, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0) {
            return false;
        }
        bytes += sent;
        length -= (size_t)sent;
    }
    return true;
}

/* The next line without its end, or null. */
static char *read_line(struct reader *reader) {
    for (;;) {
        char *begin = reader->bytes + reader->begin;
        char *end = memchr(begin, '\n', reader->end - reader->begin);
        if (end != NULL) {
            *end = 0;
            if (end > begin && end[-1] == '\r') {
                end[-1] = 0;
            }
            reader->begin = (size_t)(end + 1 - reader->bytes);
            return begin;
        }
        memmove(reader->bytes, begin, reader->end - reader->begin);
        reader->end -= reader->begin;
        reader->begin = 0;
        ssize_t got = recv(reader->socket, reader->bytes + reader->end, sizeof reader->bytes - reader->end, 0);
        if (got <= 0) {
            return NULL;
        }
        reader->end += (size_t)got;
    }
}

/* The last line of the next reply, or null unless its code begins with the digit. */
static char *expect(struct session *session, char digit) {
    errno = 0;
    for (;;) {
        char *line = read_line(&session->control);
        if (line == NULL) {
            fail(session, "no reply");
            return NULL;
        }
        if (strlen(line) >= 4 && line[0] >= '1' && line[0] <= '5' && line[3] == ' ') {
            if (line[0] == digit) {
                return line;
            }
            errno = 0;
            fail(session, line);
            return NULL;
        }
    }
}

static char *command(struct session *session, const char *word, const char *argument, char digit) {
    char line[LINE];
    int length = snprintf(line, sizeof line, "%s%s%s\r\n", word, argument[0] ? " " : "", argument);
    errno = 0;
    if (!send_all(session->control.socket, line, (size_t)length)) {
        fail(session, "cannot send a command");
        return NULL;
    }
    return expect(session, digit);
}

static bool send_file(int fd) {
    if (size <= SMALL) {
        return send_all(fd, small_source, (size_t)size);
    }
    off_t offset = 0;
    while (offset < size) {
        if (sendfile(fd, source, &offset, (size_t)(size - offset)) <= 0) {
            return false;
        }
    }
    return true;
}

/* How many bytes came to the end, or -1. Many are not copied out of the kernel: nobody looks at them. */
static long long receive(struct session *session, int fd, double begin) {
    char bytes[SMALL];
    long long total = 0;
    bool bulk = size > SMALL;
    for (;;) {
        ssize_t got = bulk ? recv(fd, NULL, BULK, MSG_TRUNC) : recv(fd, bytes, sizeof bytes, 0);
        if (got < 0) {
            return -1;
        }
        if (got == 0) {
            return total;
        }
        if (total == 0 && recording) {
            session->first_byte += now() - begin;
        }
        total += got;
    }
}

/* One transfer; false leaves the control connection in an unknown state. */
static bool transfer(struct session *session) {
    char *reply = command(session, "EPSV", "", '2');
    char *port = reply == NULL ? NULL : strstr(reply, "(|||");
    if (port == NULL) {
        return false;
    }
    errno = 0;
    int data = connect_to(atoi(port + 4));
    if (data < 0) {
        fail(session, "cannot connect to the data port");
        return false;
    }
    bool stor = verb[0] == 'S';
    if (stor) {
        snprintf(session->name, sizeof session->name, "%s.%d.%ld", name, session->number, session->stored++);
    }
    double begin = recording ? now() : 0;
    if (command(session, verb, session->name, '1') == NULL) {
        close(data);
        return false;
    }
    errno = 0;
    long long passed = stor ? (send_file(data) ? size : -1) : receive(session, data, begin);
    if (passed < 0) {
        fail(session, "the data connection broke");
    }
    close(data);
    if (recording) {
        session->whole += now() - begin;
    }
    if (passed < 0 || expect(session, '2') == NULL) {
        return false;
    }
    if (size > 0 ? passed != size : passed == 0) {
        errno = 0;
        fail(session, "another number of bytes");
        return false;
    }
    session->bytes += (unsigned long long)passed;
    return true;
}

static bool log_in(struct session *session) {
    errno = 0;
    session->control.begin = session->control.end = 0;
    session->control.socket = connect_to(ntohs(server.sin_port));
    if (session->control.socket < 0) {
        fail(session, "cannot connect");
        return false;
    }
    int on = 1;
    setsockopt(session->control.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return expect(session, '2') != NULL && command(session, "USER", user, '3') != NULL &&
           command(session, "PASS", password, '2') != NULL && command(session, "TYPE", "I", '2') != NULL;
}

/* So many log in at once, since servers have short queues. */
static bool log_in_in_turn(struct session *session) {
    pthread_mutex_lock(&login_lock);
    while (logging_in == LOGINS) {
        pthread_cond_wait(&login_turn, &login_lock);
    }
    logging_in++;
    pthread_mutex_unlock(&login_lock);
    bool done = log_in(session);
    pthread_mutex_lock(&login_lock);
    logging_in--;
    pthread_cond_signal(&login_turn);
    pthread_mutex_unlock(&login_lock);
    return done;
}

static void record(struct session *session, double seconds) {
    if (session->transfers == session->room) {
        session->room = session->room == 0 ? 1024 : session->room * 2;
        session->latencies = realloc(session->latencies, session->room * sizeof(double));
        if (session->latencies == NULL) {
            abort();
        }
    }
    session->latencies[session->transfers++] = seconds;
}

static void transfers(struct session *session) {
    bool usable = session->control.socket >= 0;
    double begin = now();
    for (long done_so_far = 0; usable && (deadline > 0 ? begin < deadline : done_so_far < each); done_so_far++) {
        bool done = transfer(session);
        double end = now();
        if (!done) {
            /* The session begins anew, which costs the time that it costs; a server that is gone ends it. */
            session->errors++;
            close(session->control.socket);
            usable = log_in_in_turn(session);
            end = now();
        } else if (recording) {
            record(session, end - begin);
        }
        begin = end;
    }
}

static void *run(void *argument) {
    struct session *session = argument;
    if (!log_in_in_turn(session)) {
        session->errors++;
        if (session->control.socket >= 0) {
            close(session->control.socket);
        }
        session->control.socket = -1;
    }
    pthread_barrier_wait(&barrier); /* ready */
    for (int phase = 0; phase < 2; phase++) {
        pthread_barrier_wait(&barrier); /* begin */
        transfers(session);
        pthread_barrier_wait(&barrier); /* end */
    }
    pthread_barrier_wait(&barrier); /* looked at */
    close(session->control.socket);
    return NULL;
}

static void begin_phase(const char *length) {
    double seconds = strchr(length, 's') != NULL ? atof(length) : 0;
    each = atol(length);
    deadline = seconds > 0 ? now() + seconds : 0;
}

static void wait_for_line(void) {
    fflush(stdout);
    for (int byte = getchar(); byte != '\n' && byte != EOF; byte = getchar()) {
    }
}

static int by_size(const void *one, const void *other) {
    double difference = *(const double *)one - *(const double *)other;
    return (difference > 0) - (difference < 0);
}

static void print_result(struct session *all, double seconds, double cpu) {
    size_t count = 0, errors = 0, at = 0;
    unsigned long long bytes = 0;
    double first_byte = 0, whole = 0;
    const char *error = "";
    for (int i = 0; i < sessions; i++) {
        count += all[i].transfers;
        errors += all[i].errors;
        bytes += all[i].bytes;
        first_byte += all[i].first_byte;
        whole += all[i].whole;
        error = error[0] == 0 ? all[i].error : error;
    }
    double *latencies = malloc((count + 1) * sizeof(double));
    if (latencies == NULL) {
        abort();
    }
    for (int i = 0; i < sessions; i++) {
        if (all[i].transfers == 0) {
            continue;
        }
        memcpy(latencies + at, all[i].latencies, all[i].transfers * sizeof(double));
        at += all[i].transfers;
    }
    qsort(latencies, count, sizeof(double), by_size);
    latencies[count] = 0;
    printf("{\"transfers\": %zu, \"errors\": %zu, \"bytes\": %llu, \"seconds\": %.6f, \"own_cpu\": %.6f, "
           "\"p50\": %.6f, \"p99\": %.6f, \"first_byte\": %.6f, \"whole\": %.6f, \"error\": \"",
           count, errors, bytes, seconds, cpu, latencies[count / 2], latencies[count * 99 / 100], first_byte, whole);
    for (const char *at_error = error; *at_error != 0; at_error++) {
        putchar(*at_error < ' ' || *at_error > '~' || *at_error == '"' || *at_error == '\\' ? '?' : *at_error);
    }
    printf("\"}\n");
    free(latencies);
}

static void prepare_source(void) {
    small_source = calloc(1, SMALL);
    if (verb[0] != 'S' || size <= SMALL) {
        return;
    }
    char *block = calloc(1, BULK);
    source = memfd_create("upload", MFD_CLOEXEC);
    for (long long written = 0; written < size; written += BULK) {
        long long rest = size - written;
        if (write(source, block, (size_t)(rest < BULK ? rest : BULK)) < 0) {
            perror("load: the file to upload");
            exit(1);
        }
    }
    free(block);
}

static void start_sessions(struct session *all) {
    pthread_attr_t small_stack;
    pthread_attr_init(&small_stack);
    pthread_attr_setstacksize(&small_stack, 256 * 1024);
    pthread_barrier_init(&barrier, NULL, (unsigned)sessions + 1);
    for (int i = 0; i < sessions; i++) {
        all[i].number = i;
        snprintf(all[i].name, sizeof all[i].name, "%s", name);
        if (pthread_create(&all[i].thread, &small_stack, run, &all[i]) != 0) {
            perror("load: a thread for a session");
            exit(1);
        }
    }
}

int main(int count, char **arguments) {
    if (count != 11) {
        fprintf(stderr, "load: see the first lines of load.c\n");
        return 2;
    }
    server.sin_family = AF_INET;
    server.sin_port = htons((unsigned short)atoi(arguments[2]));
    inet_pton(AF_INET, arguments[1], &server.sin_addr);
    user = arguments[3];
    password = arguments[4];
    verb = arguments[5];
    name = arguments[6];
    size = atoll(arguments[7]);
    sessions = atoi(arguments[8]);
    prepare_source();
    struct session *all = calloc((size_t)sessions, sizeof *all);
    if (all == NULL || sessions < 1) {
        return 2;
    }
    start_sessions(all);
    pthread_barrier_wait(&barrier);
    printf("ready\n");
    wait_for_line();
    begin_phase(arguments[9]);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < sessions; i++) {
        all[i].bytes = 0;
    }
    printf("warm\n");
    wait_for_line();
    recording = true;
    double cpu = own_cpu();
    double begin = now();
    begin_phase(arguments[10]);
    pthread_barrier_wait(&barrier);
    pthread_barrier_wait(&barrier);
    print_result(all, now() - begin, own_cpu() - cpu);
    wait_for_line();
    pthread_barrier_wait(&barrier);
    for (int i = 0; i < sessions; i++) {
        pthread_join(all[i].thread, NULL);
    }
    return 0;
}
