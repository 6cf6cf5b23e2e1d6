// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.net;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/** An authority, and a server and a client that it vouches for; made by the JDK's keytool. */
public final class TestCertificates {
    private static final String PASSWORD = "password";
    private static final String AUTHORITY = "authority";

    private final Path folder;
    private final KeyStore store;

    /**
     * Makes keys and certificates.
     *
     * @param folder where files go; empty
     * @param keyAlgorithm EC or RSA
     */
    public TestCertificates(Path folder, String keyAlgorithm) throws Exception {
        this.folder = Files.createDirectories(folder);
        Path file = folder.resolve("all.p12");
        make(file, AUTHORITY, keyAlgorithm, List.of("-ext", "bc:critical=ca:true"));
        make(file, "server", keyAlgorithm,
                List.of("-signer", AUTHORITY, "-ext", "san=dns:localhost,ip:127.0.0.1"));
        make(file, "client", keyAlgorithm, List.of("-signer", AUTHORITY));
        store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
    }

    private static void make(Path file, String alias, String keyAlgorithm, List<String> more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias,
                "-keyalg", keyAlgorithm, "-dname", "CN=" + alias, "-validity", "2", "-keystore", file.toString(),
                "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(more);
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException("keytool failed: " + said);
        }
    }

    /** The file of the authority's certificate. */
    public Path authority() throws IOException, GeneralSecurityException {
        return pem("authority.pem", "CERTIFICATE", store.getCertificate(AUTHORITY).getEncoded());
    }

    /** The file of the client's certificate and the authority's. */
    public Path clientCertificate() throws IOException, GeneralSecurityException {
        List<byte[]> chain = new ArrayList<>();
        for (Certificate certificate : store.getCertificateChain("client")) {
            chain.add(certificate.getEncoded());
        }
        return pem("client.pem", "CERTIFICATE", chain.toArray(byte[][]::new));
    }

    /** The file of the client's key. */
    public Path clientKey() throws IOException, GeneralSecurityException {
        return pem("client.key", "PRIVATE KEY", store.getKey("client", PASSWORD.toCharArray()).getEncoded());
    }

    /** What a server is made with. */
    public KeyManagerFactory serverKeys() throws IOException, GeneralSecurityException {
        KeyStore only = KeyStore.getInstance("PKCS12");
        only.load(null, null);
        only.setKeyEntry("server", store.getKey("server", PASSWORD.toCharArray()), PASSWORD.toCharArray(),
                store.getCertificateChain("server"));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(only, PASSWORD.toCharArray());
        return factory;
    }

    private Path pem(String name, String label, byte[]... blocks) throws IOException {
        StringBuilder text = new StringBuilder();
        for (byte[] block : blocks) {
            text.append("-----BEGIN ").append(label).append("-----\n")
                    .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(block))
                    .append("\n-----END ").append(label).append("-----\n");
        }
        return Files.writeString(folder.resolve(name), text);
    }
}
