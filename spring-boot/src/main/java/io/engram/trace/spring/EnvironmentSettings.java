// SPDX-License-Identifier: Apache-2.0
package io.engram.trace.spring;

import io.engram.trace.core.config.TracingConfig;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The properties of an environment that are the tracer's, under the names by which it knows them.
 *
 * <p>Names are compared by their letters alone, since variables of the system's environment have lost their dashes and
 * dots: {@code ENGRAM_TRACE_EXPORT_BATCH_SIZE}, {@code ENGRAM_TRACE_EXPORT_BATCHSIZE} and
 * {@code engram.trace.export.batchSize} are all {@code engram.trace.export.batch-size}. Names that are no key of the
 * tracer stay as they are: they are settings of exporters, or for the tracer to refuse.
 */
final class EnvironmentSettings {
    private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("engram.trace");
    private static final Map<String, String> KEYS =
            TracingConfig.keys().stream().collect(Collectors.toMap(EnvironmentSettings::letters, Function.identity()));

    private EnvironmentSettings() {
    }

    static Properties read(Environment environment) {
        Binder binder = Binder.get(environment);
        Properties settings = new Properties();
        // In the order in which they stand over each other.
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable) {
                iterable.stream().filter(name -> name.equals(ROOT) || ROOT.isAncestorOf(name)).forEach(name -> {
                    String key = KEYS.getOrDefault(letters(name.toString()), name.toString());
                    binder.bind(name, Bindable.of(String.class))
                            .ifBound(value -> settings.putIfAbsent(key, value));
                });
            }
        }
        return settings;
    }

    private static String letters(String name) {
        return name.replaceAll("[.-]", "");
    }
}
