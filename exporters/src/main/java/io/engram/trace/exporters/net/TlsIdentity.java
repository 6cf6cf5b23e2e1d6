// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/**
 * Who we are to servers that ask for a client's certificate. Its text tells nothing of the key.
 *
 * <p>Assumptions: immutable, though the factory that it makes is not.
 */
public final class TlsIdentity {
    private static final char[] NO_PASSWORD = {};

    private final PrivateKey key;
    private final List<X509Certificate> chain;

    private TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
        this.key = key;
        this.chain = List.copyOf(chain);
    }

    /**
     * Reads a private key.
     *
     * @param file PEM file with a key in PKCS#8, not encrypted
     * @return key
     * @throws IllegalArgumentException if there is none that can be read; names the file
     */
    public static PrivateKey readKey(String file) {
        return PemFiles.privateKey(file);
    }

    /**
     * Puts a key and its certificates together.
     *
     * @param key of the first certificate
     * @param chain that certificate, and those that vouch for it
     * @return identity
     * @throws IllegalArgumentException if key and certificate are of different kinds
     */
    public static TlsIdentity of(PrivateKey key, List<X509Certificate> chain) {
        String ofCertificate = chain.getFirst().getPublicKey().getAlgorithm();
        if (!ofCertificate.equals(key.getAlgorithm())) {
            throw new IllegalArgumentException("the client's key is for " + key.getAlgorithm()
                    + " and its certificate for " + ofCertificate + ": give those that belong together");
        }
        return new TlsIdentity(key, chain);
    }

    /**
     * What a TLS context is made with.
     *
     * @return factory that knows this identity only
     */
    public KeyManagerFactory keyManagers() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, NO_PASSWORD);
            store.setKeyEntry("client", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, NO_PASSWORD);
            return factory;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("the client's key and certificate do not fit a key store: "
                    + e.getMessage(), e);
        }
    }

    /** The name in the first certificate. */
    @Override
    public String toString() {
        return chain.getFirst().getSubjectX500Principal().getName();
    }
}
