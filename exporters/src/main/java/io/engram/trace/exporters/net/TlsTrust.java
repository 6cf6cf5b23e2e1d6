// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;

/** Whom we trust to vouch for servers. */
public final class TlsTrust {
    private TlsTrust() {
    }

    /**
     * Reads certificates.
     *
     * @param file PEM file with one or more
     * @return certificates, in the order of the file
     * @throws IllegalArgumentException if there are none that can be read; names the file
     */
    public static List<X509Certificate> readCertificates(String file) {
        return List.copyOf(PemFiles.certificates(file));
    }

    /**
     * What a TLS context is made with.
     *
     * @param authorities certificates of those that are trusted, and of nobody else
     * @return factory that trusts them
     */
    public static TrustManagerFactory trustManagers(List<X509Certificate> authorities) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < authorities.size(); i++) {
                store.setCertificateEntry("authority-" + i, authorities.get(i));
            }
            TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the authorities' certificates do not fit a key store: "
                    + e.getMessage(), e);
        }
    }
}
