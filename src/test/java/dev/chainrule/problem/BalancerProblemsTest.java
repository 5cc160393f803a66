package dev.chainrule.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The balancer of the composition answers in the service's name when no replica can. */
class BalancerProblemsTest {
    private static final Pattern PROBLEM = Pattern.compile("\"type\":\"(/problems/[a-z-]+)\",\"title\":\"([^\"]+)\"");

    @Test
    void problemsOfTheBalancerHaveTypesAndTitlesOfTheService() throws IOException {
        var titles = Arrays.stream(ProblemType.values())
                .collect(Collectors.toMap(ProblemType::uri, ProblemType::title));

        var written = PROBLEM.matcher(Files.readString(Path.of(".docker/haproxy.cfg"))).results()
                .map(problem -> Map.entry(problem.group(1), problem.group(2)))
                .toList();

        assertThat(written).hasSize(5).allSatisfy(problem -> assertThat(titles).contains(problem));
    }
}
