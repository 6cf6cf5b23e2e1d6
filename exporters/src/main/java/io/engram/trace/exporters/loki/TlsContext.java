package io.engram.trace.exporters.loki;

import io.engram.trace.collector.export.ExporterSettings;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** Makes the TLS context that settings ask for: whom to trust, and by which certificate to be known. */
final class TlsContext {
    private static final String CERTIFICATE = "certificate";
    private static final String CLIENT_CERTIFICATE = "client-certificate";
    private static final String CLIENT_KEY = "client-key";
    private static final char[] NO_PASSWORD = {};

    private TlsContext() {
    }

    static boolean isAskedFor(ExporterSettings settings) {
        return settings.has(CERTIFICATE) || settings.has(CLIENT_CERTIFICATE) || settings.has(CLIENT_KEY);
    }

    /**
     * Makes a context.
     *
     * @return one that trusts as the JDK does where nothing else is asked for
     * @throws IllegalArgumentException if a file cannot be used
     */
    static SSLContext of(ExporterSettings settings) {
        if (settings.has(CLIENT_CERTIFICATE) != settings.has(CLIENT_KEY)) {
            throw new IllegalArgumentException("keys '" + settings.key(CLIENT_CERTIFICATE) + "' and '"
                    + settings.key(CLIENT_KEY) + "' belong together: give both or none");
        }
        Certificate[] trusted = settings.get(CERTIFICATE, null, PemFiles::certificates);
        Certificate[] own = settings.get(CLIENT_CERTIFICATE, null, PemFiles::certificates);
        PrivateKey key = settings.get(CLIENT_KEY, null, PemFiles::privateKey);
        if (key != null && !key.getAlgorithm().equals(own[0].getPublicKey().getAlgorithm())) {
            throw new IllegalArgumentException("key '" + settings.key(CLIENT_KEY) + "' is for "
                    + key.getAlgorithm() + ", the certificate for " + own[0].getPublicKey().getAlgorithm()
                    + ": give two that belong together");
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(key == null ? null : keyManagers(own, key), trusted == null ? null : trustManagers(trusted),
                    null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("key '" + settings.key(CERTIFICATE) + "' and those of the client make"
                    + " no TLS context: " + e.getMessage(), e);
        }
    }

    private static TrustManager[] trustManagers(Certificate[] trusted) throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        for (int i = 0; i < trusted.length; i++) {
            store.setCertificateEntry("trusted-" + i, trusted[i]);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static KeyManager[] keyManagers(Certificate[] own, PrivateKey key)
            throws GeneralSecurityException, IOException {
        KeyStore store = emptyStore();
        store.setKeyEntry("client", key, NO_PASSWORD, own);
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        return store;
    }
}
