// A test collector: the OpenTelemetry Collector's service with the parts of its core that docs/deploy uses, and an
// exporter "lines" that appends every request as one line of OTLP/JSON to the file that OTELCOL_OUT names, before the
// request is answered. Where OTELCOL_HEADERS names a file and the receiver has include_metadata, each request's headers
// are appended to that one.
package main

import (
	"context"
	"encoding/json"
	"log"
	"os"
	"sync"

	"go.opentelemetry.io/collector/client"
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/confmap/provider/envprovider"
	"go.opentelemetry.io/collector/confmap/provider/fileprovider"
	"go.opentelemetry.io/collector/confmap/provider/yamlprovider"
	"go.opentelemetry.io/collector/consumer"
	"go.opentelemetry.io/collector/exporter"
	"go.opentelemetry.io/collector/exporter/debugexporter"
	"go.opentelemetry.io/collector/exporter/otlphttpexporter"
	"go.opentelemetry.io/collector/otelcol"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/processor"
	"go.opentelemetry.io/collector/processor/memorylimiterprocessor"
	"go.opentelemetry.io/collector/receiver"
	"go.opentelemetry.io/collector/receiver/otlpreceiver"
	"go.opentelemetry.io/collector/service/telemetry/otelconftelemetry"
)

type lines struct {
	component.StartFunc
	component.ShutdownFunc
	mutex   sync.Mutex
	out     *os.File
	headers *os.File
}

func (*lines) Capabilities() consumer.Capabilities { return consumer.Capabilities{MutatesData: false} }

func (l *lines) ConsumeLogs(ctx context.Context, logs plog.Logs) error {
	encoder := plog.JSONMarshaler{}
	line, err := encoder.MarshalLogs(logs)
	if err != nil {
		return err
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.headers != nil {
		if err := l.appendHeaders(client.FromContext(ctx).Metadata); err != nil {
			return err
		}
	}
	_, err = l.out.Write(append(line, '\n'))
	return err
}

func (l *lines) appendHeaders(metadata client.Metadata) error {
	headers := map[string][]string{}
	for name := range metadata.Keys() {
		headers[name] = metadata.Get(name)
	}
	line, err := json.Marshal(headers)
	if err != nil {
		return err
	}
	_, err = l.headers.Write(append(line, '\n'))
	return err
}

// A server that was killed may have left half a line: what follows begins a new one.
func open(variable string) *os.File {
	file, err := os.OpenFile(os.Getenv(variable), os.O_CREATE|os.O_APPEND|os.O_RDWR, 0o600)
	if err != nil {
		log.Fatal(variable, ": ", err)
	}
	if end, err := file.Seek(0, 2); err == nil && end > 0 {
		last := make([]byte, 1)
		if _, err := file.ReadAt(last, end-1); err == nil && last[0] != '\n' {
			_, _ = file.Write([]byte{'\n'})
		}
	}
	return file
}

func parts(toFile exporter.Factory) (parts otelcol.Factories, err error) {
	parts.Telemetry = otelconftelemetry.NewFactory()
	parts.Receivers, err = otelcol.MakeFactoryMap[receiver.Factory](otlpreceiver.NewFactory())
	if err != nil {
		return parts, err
	}
	parts.Processors, err = otelcol.MakeFactoryMap[processor.Factory](memorylimiterprocessor.NewFactory())
	if err != nil {
		return parts, err
	}
	parts.Exporters, err = otelcol.MakeFactoryMap(
		toFile, debugexporter.NewFactory(), otlphttpexporter.NewFactory())
	return parts, err
}

func main() {
	sink := &lines{out: open("OTELCOL_OUT")}
	if os.Getenv("OTELCOL_HEADERS") != "" {
		sink.headers = open("OTELCOL_HEADERS")
	}
	toFile := exporter.NewFactory(
		component.MustNewType("lines"),
		func() component.Config { return &struct{}{} },
		exporter.WithLogs(func(context.Context, exporter.Settings, component.Config) (exporter.Logs, error) {
			return sink, nil
		}, component.StabilityLevelStable))
	settings := otelcol.CollectorSettings{
		BuildInfo: component.BuildInfo{Command: "otelcol", Description: "test collector", Version: "0"},
		Factories: func() (otelcol.Factories, error) { return parts(toFile) },
	}
	settings.ConfigProviderSettings.ResolverSettings = confmap.ResolverSettings{
		// The option --set is of scheme yaml.
		ProviderFactories: []confmap.ProviderFactory{
			fileprovider.NewFactory(), envprovider.NewFactory(), yamlprovider.NewFactory()},
		DefaultScheme: "file",
	}
	if err := otelcol.NewCommand(settings).Execute(); err != nil {
		os.Exit(1)
	}
}
