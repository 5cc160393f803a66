package dev.chainrule;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.job.JobState;
import dev.chainrule.job.StopReason;
import dev.chainrule.network.Activation;
import dev.chainrule.network.Loss;
import dev.chainrule.preprocessing.Scaling;
import dev.chainrule.problem.JsonName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** The tables of the documentation have what the code has, and nothing else. */
class DocumentationTest {
    private static final Path DOCUMENTATION = Path.of("src/docs");
    private static final Pattern SETTING =
            Pattern.compile("^\\| `(chainrule\\.[a-z.-]+)` \\| `?(.*?)`? \\|", Pattern.MULTILINE);

    private static String page(String name) throws IOException {
        return Files.readString(DOCUMENTATION.resolve(name));
    }

    @Test
    void configurationListsEverySettingWithItsDefault() throws IOException {
        var documented = SETTING.matcher(page("operations/configuration.md"))
                .results()
                .collect(toMap(row -> row.group(1), row -> row.group(2), (first, _) -> first, TreeMap::new));
        // The embedded database's folder is bound by application.yml.
        documented.remove("chainrule.data-folder");
        var settings = settings();

        assertThat(documented.keySet()).isEqualTo(settings.keySet());
        assertThat(documented).containsAllEntriesOf(withDefault(settings));
    }

    /** The default of every setting; empty if the service determines it. */
    private static Map<String, String> settings() {
        var scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        var settings = new TreeMap<String, String>();
        for (var bean : scanner.findCandidateComponents("dev.chainrule")) {
            var type = ClassUtils.resolveClassName(bean.getBeanClassName(), null);
            var prefix = type.getAnnotation(ConfigurationProperties.class).value();
            for (var parameter : type.getDeclaredConstructors()[0].getParameters()) {
                settings.put(prefix + "." + dashed(parameter.getName()),
                        String.join(",", parameter.getAnnotation(DefaultValue.class).value()));
            }
        }
        return settings;
    }

    private static String dashed(String name) {
        return name.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> withDefault(Map<String, String> settings) {
        return settings.entrySet().stream()
                .filter(setting -> !setting.getValue().isEmpty())
                .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static Stream<Arguments> pagesThatListNames() {
        return Stream.of(
                Arguments.of("models.md", names(Activation.values())),
                Arguments.of("models.md", names(Loss.values())),
                Arguments.of("preprocessing.md", names(Scaling.values())),
                Arguments.of("jobs.md", Arrays.stream(JobState.values()).map(Enum::name).toList()),
                Arguments.of("jobs.md", Arrays.stream(StopReason.values()).map(Enum::name).toList()));
    }

    private static Iterable<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(JsonName::of).toList();
    }

    @ParameterizedTest
    @MethodSource("pagesThatListNames")
    void pageListsEveryName(String page, Iterable<String> names) throws IOException {
        var text = page(page);

        assertThat(names).allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
    }
}
