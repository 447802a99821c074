package org.ephemeralftp.server.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.ephemeralftp.server.testing.WatchedFileSystem;
import org.ephemeralftp.server.users.Access;

/**
 * A directory is there whenever a path is checked, and a link to one outside whenever it is used: nothing is read, made
 * or changed there.
 */
class SwappedDirectoryTest {
    private static final String FILE = "dir/sub/file";
    private static final String NEW = "dir/sub/new";
    private static final String EMPTY = "dir/sub/empty";

    @TempDir
    private Path base;

    private Path home;
    private Path outside;
    private FileSystemView view;
    private WatchedFileSystem watched;
    private Map<String, String> untouched;

    @BeforeEach
    void layOut() throws Exception {
        home = Files.createDirectory(base.resolve("home"));
        outside = base.resolve("outside");
        for (Path top : new Path[] {home.resolve("dir"), outside}) {
            Files.createDirectories(top.resolve("sub/empty"));
            Files.writeString(top.resolve("sub/file"), top.equals(outside) ? "secret" : "inside");
        }
        untouched = tree(outside);
        watched = new WatchedFileSystem(home);
        view = UploadTest.view(watched.watch(home), Access.READ_WRITE);
    }

    /** What is below a directory, and when it was changed. */
    private static Map<String, String> tree(Path top) throws IOException {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path file : all.toList()) {
                String content = Files.isRegularFile(file) ? Files.readString(file) : "";
                tree.put(top.relativize(file).toString(), Files.getLastModifiedTime(file) + content);
            }
        }
        return tree;
    }

    private HomeFile file(String name) {
        try {
            return (HomeFile) view.getFile(name);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** From here on the directory is a link, but for the moments in which somebody looks where a path leads. */
    private void swapBetweenCheckAndUse() throws IOException {
        Path dir = home.resolve("dir");
        Path aside = base.resolve("aside");
        watched.onCheck(new WatchedFileSystem.Checks() {
            @Override
            public void before(Path path) throws IOException {
                if (Files.isSymbolicLink(dir)) {
                    Files.delete(dir);
                    Files.move(aside, dir);
                }
            }

            @Override
            public void after(Path path) throws IOException {
                Files.move(dir, aside);
                Files.createSymbolicLink(dir, outside);
            }
        });
    }

    /** What can be done to files; what is begun before the swap is done by it in two steps. */
    enum Deed {
        READ {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file(FILE).openForReading(0).close();
            }
        },
        OVERWRITE {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                write(test.file(FILE).overwrite(2), swap);
            }
        },
        TRUNCATE {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file(FILE).openForWriting(0).close();
            }
        },
        APPEND {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                write(test.file(FILE).append(), swap);
            }
        },
        APPEND_TO_NEW {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                write(test.file(NEW).append(), swap);
            }
        },
        BEGIN_TO_REPLACE {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file(FILE).replace().close();
            }
        },
        REPLACE {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                commit(test.file(FILE).replace(), swap);
            }
        },
        STORE {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                commit(test.file(NEW).replace(), swap);
            }
        },
        CREATE {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                commit(test.file(NEW).create(), swap);
            }
        },
        MAKE_DIRECTORY {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file(NEW).makeDirectory();
            }
        },
        DELETE {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file(FILE).deleteFile();
            }
        },
        DELETE_DIRECTORY {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file(EMPTY).deleteDirectory();
            }
        },
        RENAME_FROM {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file(FILE).renameTo(test.file("/got"));
            }
        },
        RENAME_TO {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                Files.writeString(test.home.resolve("mine"), "mine");
                swap.run();
                test.file("/mine").renameTo(test.file(NEW));
            }
        },
        RENAME_DIRECTORY_TO {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                Files.createDirectory(test.home.resolve("mine"));
                swap.run();
                test.file("/mine").renameTo(test.file(NEW));
            }
        },
        SET_TIME {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file(FILE).setTime(FileTime.fromMillis(0));
            }
        },
        SET_TIME_OF_DIRECTORY {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file("dir/sub").setTime(FileTime.fromMillis(0));
            }
        },
        LIST {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file("dir/sub")
                        .openListing(name -> true, HomeListing.Detail.BRIEF)
                        .close();
            }
        },
        LIST_ONE {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file(FILE)
                        .openListing(name -> true, HomeListing.Detail.BRIEF)
                        .close();
            }
        },
        DESCRIBE {
            @Override
            void of(SwappedDirectoryTest test, Runnable swap) throws IOException {
                swap.run();
                test.file(FILE).describe();
            }
        };

        abstract void of(SwappedDirectoryTest test, Runnable swap) throws IOException;

        private static void write(Upload upload, Runnable swap) throws IOException {
            try (upload) {
                swap.run();
                FileChannel channel = upload.open();
                channel.write(ByteBuffer.wrap(new byte[] {'x'}), upload.offset());
                upload.commit();
            }
        }

        private static void commit(Upload upload, Runnable swap) throws IOException {
            try (upload) {
                upload.open().write(ByteBuffer.wrap(new byte[] {'x'}));
                swap.run();
                upload.commit();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_leads_nowhere_else(Deed deed) throws Exception {
        assertThatThrownBy(() -> deed.of(this, this::swap))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining(base.toString());

        assertThat(tree(outside)).isEqualTo(untouched);
        assertThat(home.resolve("got")).doesNotExist();
        assertThat(base.resolve("aside/sub/file")).hasContent("inside");
        assertThat(base.resolve("aside/sub/empty")).isEmptyDirectory();
        assertThat(base.resolve("aside/sub/new")).doesNotExist();
        assertThat(watched.openDirectories()).isZero();
    }

    private void swap() {
        try {
            swapBetweenCheckAndUse();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void questions_have_the_answers_of_no_file() throws Exception {
        swapBetweenCheckAndUse();

        assertThat(file(FILE).doesExist()).isFalse();
        assertThat(file(FILE).isFile()).isFalse();
        assertThat(file(FILE).getSize()).isZero();
        assertThat(file(FILE).getLastModified()).isZero();
        assertThat(file("dir/sub").isDirectory()).isFalse();
        assertThat(file("dir/sub").listFiles()).isNull();
    }

    /** What was opened before goes on in the directory that it was. */
    @Test
    void an_open_listing_is_of_the_directory_that_was_opened() throws Exception {
        try (HomeListing listing = file("dir/sub").openListing(name -> true, HomeListing.Detail.WITH_OWNERS)) {
            Files.move(home.resolve("dir"), base.resolve("aside"));
            Files.createSymbolicLink(home.resolve("dir"), outside);
            Files.writeString(base.resolve("aside/sub/file"), "longer than the other");
            for (HomeEntry entry = listing.next(); entry != null; entry = listing.next()) {
                assertThat(entry.isDirectory() || entry.size() == "longer than the other".length())
                        .isTrue();
            }
        }
    }
}
