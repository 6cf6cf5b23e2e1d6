// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.exporters.loki;

import io.engram.trace.exporters.encode.EncodeBuffer;
import io.engram.trace.exporters.net.OneLine;
import io.engram.trace.exporters.resource.Versions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends push requests, one after the other, and says what became of each.
 *
 * <p>Assumptions: one thread uses it.
 */
final class PushClient {
    private static final String USER_AGENT = "engram-trace/" + Versions.CURRENT;
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int SERVER_ERROR = 500;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final LokiConfig config;
    private final ExecutorService executor;
    private final HttpClient client;

    PushClient(LokiConfig config) {
        this.config = config;
        this.executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "engram-trace-loki");
            // An application that ends does not wait for Loki.
            thread.setDaemon(true);
            return thread;
        });
        HttpClient.Builder builder = HttpClient.newBuilder().version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER).connectTimeout(config.timeout()).executor(executor);
        if (config.tls() != null) {
            builder.sslContext(config.tls());
        }
        this.client = builder.build();
    }

    /**
     * Sends a request and waits for the answer. Once it was not accepted, its bytes may still be read for a while.
     *
     * @param body what to send
     * @return what became of it
     * @throws InterruptedIOException if the thread was interrupted; the interrupt stands
     */
    PushAnswer send(EncodeBuffer body) throws InterruptedIOException {
        HttpRequest request;
        try {
            request = request(body);
        } catch (IOException e) {
            // A secret's file is being changed, perhaps.
            return PushAnswer.retryable(e.getMessage(), e, null);
        }
        CompletableFuture<HttpResponse<String>> response =
                client.sendAsync(request, head -> new BoundedText());
        try {
            // The client's own timeout would end with the answer's head.
            return answer(response.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException(config.server() + ": interrupted while a request was under way");
            interrupted.initCause(e);
            throw interrupted;
        } catch (TimeoutException e) {
            response.cancel(true);
            return PushAnswer.retryable(config.server() + ": no answer within " + config.timeout().toMillis() + " ms",
                    e, null);
        } catch (ExecutionException e) {
            return PushAnswer.retryable(config.server() + ": " + OneLine.of(reason(e.getCause())),
                    e.getCause(), null);
        }
    }

    private static String reason(Throwable cause) {
        if (cause.getMessage() != null) {
            return cause.getMessage();
        }
        // The JDK's exception for it has no message.
        return cause instanceof ConnectException ? "the connection was refused" : cause.getClass().getSimpleName();
    }

    private HttpRequest request(EncodeBuffer body) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(config.endpoint())
                .header("Content-Type", config.encoding().contentType())
                .header("User-Agent", USER_AGENT)
                .POST(BodyPublishers.ofByteArray(body.array(), 0, body.length()));
        if (config.encoding().contentEncoding() != null) {
            builder.header("Content-Encoding", config.encoding().contentEncoding());
        }
        if (config.tenant() != null) {
            builder.header("X-Scope-OrgID", config.tenant());
        }
        if (config.credentials() != null) {
            builder.header("Authorization", config.credentials().header());
        }
        config.headers().forEach(builder::header);
        return builder.build();
    }

    private PushAnswer answer(HttpResponse<String> response) {
        int status = response.statusCode();
        // Loki says 204, VictoriaLogs 200; others of 2xx, such as Loki's 260, say that nothing was stored.
        if (status == NO_CONTENT || status == OK) {
            return PushAnswer.ACCEPTED;
        }
        String words = response.body();
        String message = config.server() + " answered " + status + (words.isEmpty() ? "" : ": " + words);
        if (status == TOO_MANY_REQUESTS || status >= SERVER_ERROR) {
            return PushAnswer.retryable(message, null, response.headers().firstValue("Retry-After")
                    .map(value -> RetryAfter.parse(value, Instant.now())).orElse(null));
        }
        return PushAnswer.refused(message);
    }

    /** Cuts off what is under way. */
    void close() {
        client.shutdownNow();
        try {
            client.awaitTermination(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        executor.shutdownNow();
    }
}
