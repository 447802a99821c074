package org.ephemeralftp.server.control;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/**
 * What HASH and its predecessors calculate, by the names of draft-bryan-ftpext-hash. MD5, SHA-1 and CRC32 tell whether a
 * transfer went wrong, and nothing of whether somebody forged a file.
 */
enum HashAlgorithm {
    SHA_256("SHA-256"),
    SHA_512("SHA-512"),
    SHA_1("SHA-1"),
    MD5("MD5"),
    CRC32("CRC32") {
        @Override
        Calculation begin() {
            CRC32 crc = new CRC32();
            return new Calculation() {
                @Override
                public void add(ByteBuffer bytes) {
                    crc.update(bytes);
                }

                @Override
                public String result() {
                    return HexFormat.of().toHexDigits(crc.getValue(), 8);
                }
            };
        }
    };

    /** One calculation. */
    interface Calculation {
        void add(ByteBuffer bytes);

        /** The result, in hexadecimal digits. */
        String result();
    }

    private final String label;

    HashAlgorithm(String label) {
        this.label = label;
    }

    static Optional<HashAlgorithm> named(String label) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.label.equalsIgnoreCase(label))
                .findAny();
    }

    /** All names, for people. */
    static String labels() {
        return Arrays.stream(values()).map(HashAlgorithm::label).collect(Collectors.joining(", "));
    }

    String label() {
        return label;
    }

    Calculation begin() {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance(label);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no " + label, e);
        }
        return new Calculation() {
            @Override
            public void add(ByteBuffer bytes) {
                digest.update(bytes);
            }

            @Override
            public String result() {
                return HexFormat.of().formatHex(digest.digest());
            }
        };
    }
}
