// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.collector.export.ExporterSettings;
import io.engram.trace.exporters.net.TlsIdentity;
import io.engram.trace.exporters.net.TlsTrust;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Makes the TLS context that settings ask for: whom to trust, and by which certificate to be known. */
final class TlsContext {
    private static final String CERTIFICATE = "certificate";
    private static final String CLIENT_CERTIFICATE = "client-certificate";
    private static final String CLIENT_KEY = "client-key";

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
        List<X509Certificate> trusted = settings.get(CERTIFICATE, null, TlsTrust::readCertificates);
        List<X509Certificate> own = settings.get(CLIENT_CERTIFICATE, null, TlsTrust::readCertificates);
        TlsIdentity identity =
                settings.get(CLIENT_KEY, null, file -> TlsIdentity.of(TlsIdentity.readKey(file), own));
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(identity == null ? null : identity.keyManagers().getKeyManagers(),
                    trusted == null ? null : TlsTrust.trustManagers(trusted).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }
}
