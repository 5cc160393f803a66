package dev.chainrule.dataset.upload;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CsvOptionsTest {
    @Test
    void documentationListsEveryTextThatIsAlwaysMissing() throws IOException {
        var page = Files.readString(Path.of("src/docs/datasets.md"));
        int start = page.indexOf("**Missing values.**");
        var paragraph = page.substring(start, page.indexOf("They are what", start));
        var documented = Pattern.compile("`([^`]+)`").matcher(paragraph).results()
                .map(code -> code.group(1).toLowerCase(Locale.ROOT))
                .collect(toSet());

        var texts = new HashSet<>(CsvOptions.ALWAYS_MISSING);
        texts.remove("");
        assertThat(documented).isEqualTo(texts);
    }
}
