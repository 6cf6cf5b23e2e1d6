// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys from PEM files (RFC 7468). Messages name the file and never what is in it. */
final class PemFiles {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String PKCS8 = "PRIVATE KEY";
    private static final List<String> KEY_ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    private PemFiles() {
    }

    /** The certificates of a file, at least one. */
    static List<X509Certificate> certificates(String file) {
        List<X509Certificate> certificates = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(read(file));
        while (blocks.find()) {
            if (blocks.group(1).equals(CERTIFICATE)) {
                certificates.add(certificate(file, decode(file, blocks.group(2))));
            }
        }
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("file " + file + " has no certificate: give a PEM file with "
                    + "-----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    private static X509Certificate certificate(String file, byte[] der) {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException("file " + file
                    + " has a certificate that cannot be read: give X.509", e);
        }
    }

    /** The private key of a file. */
    static PrivateKey privateKey(String file) {
        Matcher blocks = BLOCK.matcher(read(file));
        String other = null;
        while (blocks.find()) {
            if (blocks.group(1).equals(PKCS8)) {
                return privateKey(file, decode(file, blocks.group(2)));
            }
            if (blocks.group(1).endsWith(PKCS8)) {
                other = blocks.group(1);
            }
        }
        if (other == null) {
            throw new IllegalArgumentException("file " + file
                    + " has no private key: give a PEM file with -----BEGIN PRIVATE KEY-----");
        }
        throw new IllegalArgumentException("file " + file + " has an '" + other + "', which is not PKCS#8 or is "
                + "encrypted: convert it with openssl pkcs8 -topk8 -nocrypt -in OLD -out NEW");
    }

    private static PrivateKey privateKey(String file, byte[] der) {
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException e) {
                // Of another algorithm, most likely: the next one is tried.
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("this JVM knows no " + algorithm + " keys: use another JVM", e);
            }
        }
        throw new IllegalArgumentException("file " + file + " has a private key that cannot be read: give an "
                + String.join(", ", KEY_ALGORITHMS) + " key in PKCS#8");
    }

    private static byte[] decode(String file, String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("file " + file + " is not PEM: its Base64 cannot be read", e);
        }
    }

    private static String read(String file) {
        try {
            // Latin-1 takes whatever bytes there are: what is not PEM is then found to have no block.
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("file " + file + " does not exist: give the path of a PEM file", e);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("file " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }
}
