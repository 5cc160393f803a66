package dev.chainrule;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.env.Environment;

/**
 * What Prometheus reads of the service.
 *
 * @param families by name
 */
record Scrape(Map<String, Family> families, List<Sample> samples) {
    private static final Pattern HELP = Pattern.compile("^# HELP (\\S+) (.*)$", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) (\\S+)$", Pattern.MULTILINE);
    private static final Pattern SAMPLE = Pattern.compile("^(\\w+)(?:\\{(.*)})? (\\S+)$", Pattern.MULTILINE);
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    record Family(String type, String help) {}

    record Sample(String name, Map<String, String> labels, double value) {
        private static Sample of(MatchResult line) {
            var labels = new TreeMap<String, String>();
            if (line.group(2) != null) {
                LABEL.matcher(line.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
            }
            return new Sample(line.group(1), labels, Double.parseDouble(line.group(3).replace("Inf", "Infinity")));
        }
    }

    static Scrape of(Environment environment) throws Exception {
        var address =
                "http://localhost:" + environment.getRequiredProperty("local.server.port") + "/actuator/prometheus";
        try (var client = HttpClient.newHttpClient()) {
            return of(client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString()).body());
        }
    }

    private static Scrape of(String text) {
        var help = HELP.matcher(text).results().collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
        return new Scrape(
                TYPE.matcher(text).results().collect(Collectors.toMap(
                        line -> line.group(1), line -> new Family(line.group(2), help.getOrDefault(line.group(1), "")),
                        (first, _) -> first, TreeMap::new)),
                SAMPLE.matcher(text).results().map(Sample::of).toList());
    }

    /** The samples of a name with these labels, names and values in turn. */
    List<Sample> samples(String name, String... labels) {
        Predicate<Sample> matches = sample -> sample.name.equals(name);
        for (int i = 0; i < labels.length; i += 2) {
            var label = Map.entry(labels[i], labels[i + 1]);
            matches = matches.and(sample -> sample.labels.entrySet().contains(label));
        }
        return samples.stream().filter(matches).toList();
    }

    /** The value of the only sample of a name with these labels. */
    double value(String name, String... labels) {
        var found = samples(name, labels);
        if (found.size() != 1) {
            throw new AssertionError(name + " " + List.of(labels) + " has " + found.size() + " samples: " + found);
        }
        return found.getFirst().value;
    }
}
