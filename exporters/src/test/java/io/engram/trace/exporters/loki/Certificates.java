package io.engram.trace.exporters.loki;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** An authority, a server and a client with certificates of it, made by the JDK's keytool. */
final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder;
    private final KeyStore store;

    private Certificates(Path folder, KeyStore store) {
        this.folder = folder;
        this.store = store;
    }

    static Certificates make(Path folder, String keyAlgorithm)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("all.p12");
        keytool(file, keyAlgorithm, "-alias", "ca", "-dname", "CN=ca", "-ext", "bc:c");
        keytool(file, keyAlgorithm, "-alias", "server", "-dname", "CN=localhost", "-signer", "ca",
                "-ext", "san=dns:localhost,ip:127.0.0.1");
        keytool(file, keyAlgorithm, "-alias", "client", "-dname", "CN=client", "-signer", "ca");
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return new Certificates(folder, store);
    }

    private static void keytool(Path file, String keyAlgorithm, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-keyalg",
                keyAlgorithm, "-validity", "2", "-keystore", file.toString(), "-storetype", "PKCS12", "-storepass",
                new String(PASSWORD)));
        if (keyAlgorithm.equals("RSA")) {
            // Longer keys take long to find.
            command.addAll(List.of("-keysize", "2048"));
        }
        command.addAll(Arrays.asList(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException("keytool failed: " + output);
        }
    }

    /** A file with the certificate of ca, server or client. */
    String certificate(String alias) throws IOException, GeneralSecurityException {
        return pem(alias + ".crt", "CERTIFICATE", store.getCertificate(alias).getEncoded());
    }

    /** A file with the private key of ca, server or client. */
    String key(String alias) throws IOException, GeneralSecurityException {
        return pem(alias + ".key", "PRIVATE KEY", store.getKey(alias, PASSWORD).getEncoded());
    }

    private String pem(String name, String what, byte[] encoded) throws IOException {
        String text = "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(encoded) + "\n-----END " + what + "-----\n";
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** What the server is known by and whom it trusts. */
    SSLContext serverContext() throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, null);
        own.setKeyEntry("server", store.getKey("server", PASSWORD), PASSWORD, store.getCertificateChain("server"));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", store.getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
