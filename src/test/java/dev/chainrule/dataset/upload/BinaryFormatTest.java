package dev.chainrule.dataset.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary files are distinguished from text, and from each other, by their first bytes. */
class BinaryFormatTest {
    static Stream<Arguments> formatsAreRecognisedByTheirFirstBytes() {
        return Stream.of(
                arguments(BinaryFormat.PNG, "\u0089PNG\r\n\u001a\n\0\0\0\rIHDR"),
                arguments(BinaryFormat.JPEG, "\u00ff\u00d8\u00ff\u00e0\0\u0010JFIF"),
                arguments(BinaryFormat.GIF, "GIF89a\u0001\0"),
                arguments(BinaryFormat.IDX, "\0\0\u0008\u0003\0\0\u00ea`"),
                arguments(BinaryFormat.PDF, "%PDF-1.7\n%\u00b5\u00b6"),
                arguments(BinaryFormat.XLS, "\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1"),
                arguments(BinaryFormat.NPY, "\u0093NUMPY\u0001\0v\0{'descr'"),
                arguments(BinaryFormat.PARQUET, "PAR1\u0015\u0004\u0015"),
                arguments(BinaryFormat.ARROW, "ARROW1\0\0"),
                arguments(BinaryFormat.HDF5, "\u0089HDF\r\n\u001a\n\0"),
                arguments(BinaryFormat.SQLITE, "SQLite format 3\0"),
                arguments(BinaryFormat.BZIP2, "BZh91AY&SY\u0094"),
                arguments(BinaryFormat.XZ, "\u00fd7zXZ\0\0\u0004"),
                arguments(BinaryFormat.ZSTANDARD, "(\u00b5/\u00fd\u0004"),
                arguments(BinaryFormat.SEVEN_ZIP, "7z\u00bc\u00af'\u001c\0"));
    }

    @ParameterizedTest
    @MethodSource
    void formatsAreRecognisedByTheirFirstBytes(BinaryFormat format, String beginning) {
        assertThat(BinaryFormat.of(beginning.getBytes(StandardCharsets.ISO_8859_1))).contains(format);
    }

    @Test
    void archivesAreRecognisedByTheirFirstEntry() throws IOException {
        assertThat(BinaryFormat.of(zip("[Content_Types].xml", "<Types/>"))).contains(BinaryFormat.XLSX);
        assertThat(BinaryFormat.of(zip("xl/workbook.xml", "<workbook/>"))).contains(BinaryFormat.XLSX);
        assertThat(BinaryFormat.of(zip("docProps/app.xml", "<Properties/>"))).contains(BinaryFormat.XLSX);
        assertThat(BinaryFormat.of(zip("x.npy", "data"))).contains(BinaryFormat.NPZ);
        assertThat(BinaryFormat.of(zip("iris.csv", "a,b"))).contains(BinaryFormat.ZIP);
    }

    private static byte[] zip(String name, String content) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a,b\n1,2\n", "{\"features\": []}", "PAR1,PAR2\n1,2\n", "BZh,b\n", "PK,b\n1,2\n",
        "\u00ef\u00bb\u00bfa,b\n", "\u00ff\u00fea\0,\0"})
    void textIsNotTakenForABinaryFormat(String beginning) {
        assertThat(BinaryFormat.of(beginning.getBytes(StandardCharsets.ISO_8859_1))).isEmpty();
    }
}
