package dev.chainrule.job;

import dev.chainrule.Api;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a job's events as they arrive, as the standard's clients do. */
final class EventReader implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final String PROGRESS = "progress";

    /** An event with its id; null if it has none. */
    record Event(String id, String type, JsonNode data) {
        boolean isEpoch() {
            return type.equals("epoch");
        }

        int epoch() {
            return data.path("epoch").asInt();
        }

        String state() {
            return data.path("state").asString();
        }
    }

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpResponse<InputStream> response;
    private final BufferedReader lines;

    /** @param headers names and values in turn */
    private EventReader(Api api, String job, String query, String... headers) {
        var request = api.request("/jobs/" + job + "/events" + query).header("Accept", "text/event-stream");
        try {
            response = client.send(
                    (headers.length == 0 ? request : request.headers(headers)).build(), BodyHandlers.ofInputStream());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
        lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    static EventReader open(Api api, String job, String query) {
        return new EventReader(api, job, query);
    }

    /** Resumes after an event. */
    static EventReader resume(Api api, String job, String lastEventId) {
        return new EventReader(api, job, "", "Last-Event-ID", lastEventId);
    }

    /** Every event of a job until the service ends the stream. */
    static List<Event> all(Api api, String job) {
        try (var reader = open(api, job, "")) {
            return reader.rest();
        }
    }

    HttpResponse<InputStream> response() {
        return response;
    }

    /** The next epoch or state; empty once the service has ended the stream. */
    Optional<Event> next() {
        return next(event -> !event.type().equals(PROGRESS));
    }

    /** The next progress event; others are skipped. */
    Optional<Event> nextProgress() {
        return next(event -> event.type().equals(PROGRESS));
    }

    private Optional<Event> next(Predicate<Event> wanted) {
        var event = read();
        while (event.filter(wanted.negate()).isPresent()) {
            event = read();
        }
        return event;
    }

    private Optional<Event> read() {
        String id = null;
        String type = null;
        String data = null;
        try {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring("id: ".length());
                } else if (line.startsWith("event: ")) {
                    type = line.substring("event: ".length());
                } else if (line.startsWith("data: ")) {
                    data = line.substring("data: ".length());
                } else if (line.isEmpty() && data != null) {
                    return Optional.of(new Event(id, type, JSON.readTree(data)));
                }
            }
            return Optional.empty();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All events until the service ends the stream. */
    List<Event> rest() {
        return until(_ -> false);
    }

    /** The next events up to and with the first that matches. */
    List<Event> until(Predicate<Event> last) {
        var found = new ArrayList<Event>();
        for (var event = next(); event.isPresent(); event = next()) {
            found.add(event.get());
            if (last.test(event.get())) {
                break;
            }
        }
        return found;
    }

    static List<Integer> epochs(List<Event> events) {
        return events.stream().filter(Event::isEpoch).map(Event::epoch).toList();
    }

    static List<String> states(List<Event> events) {
        return events.stream().filter(event -> !event.isEpoch()).map(Event::state).toList();
    }

    /** States, and between them the epochs as {@code first-last}: a summary of the events in their order. */
    static List<String> summary(List<Event> events) {
        var summary = new ArrayList<String>();
        for (int i = 0; i < events.size(); i++) {
            if (!events.get(i).isEpoch()) {
                summary.add(events.get(i).state());
                continue;
            }
            int first = i;
            while (i + 1 < events.size() && events.get(i + 1).isEpoch()
                    && events.get(i + 1).epoch() == events.get(i).epoch() + 1) {
                i++;
            }
            summary.add(events.get(first).epoch() + "-" + events.get(i).epoch());
        }
        return summary;
    }

    /** Closes the connection. */
    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }
}
