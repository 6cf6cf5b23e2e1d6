package io.engram.trace.exporters.loki;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys. What is wrong with a key is said without repeating it. */
final class PemFiles {
    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    private PemFiles() {
    }

    /**
     * Reads certificates.
     *
     * @param file one or more in PEM
     * @return at least one
     * @throws IllegalArgumentException if the file cannot be read or holds none
     */
    static Certificate[] certificates(String file) {
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(Path.of(file))));
            if (!certificates.isEmpty()) {
                return certificates.toArray(new Certificate[0]);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("file '" + file + "' holds what is no certificate: give PEM", e);
        }
        throw new IllegalArgumentException("file '" + file + "' holds no certificate: give PEM");
    }

    /**
     * Reads a private key.
     *
     * @param file PKCS #8 in PEM, not encrypted
     * @return key
     * @throws IllegalArgumentException if the file cannot be read or holds none
     */
    static PrivateKey privateKey(String file) {
        byte[] encoded;
        try {
            Matcher matcher = PRIVATE_KEY.matcher(Files.readString(Path.of(file), StandardCharsets.ISO_8859_1));
            if (!matcher.find()) {
                throw noKey(file);
            }
            encoded = Base64.getMimeDecoder().decode(matcher.group(1));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException e) {
                // The next algorithm may know it.
                continue;
            }
        }
        throw noKey(file);
    }

    private static IllegalArgumentException noKey(String file) {
        return new IllegalArgumentException("file '" + file
                + "' holds no private key that is known: give RSA, EC or EdDSA as PKCS #8 in PEM, not encrypted");
    }

    private static IllegalArgumentException unreadable(String file, IOException cause) {
        return new IllegalArgumentException("file '" + file + "' cannot be read ("
                + cause.getClass().getSimpleName() + ")", cause);
    }
}
