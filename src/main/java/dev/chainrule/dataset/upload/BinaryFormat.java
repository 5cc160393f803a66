package dev.chainrule.dataset.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** Binary formats in which data is common, recognised by their first bytes, and what to send instead. */
enum BinaryFormat {
    PNG("\u0089PNG\r\n\u001a\n", "", "a PNG image", Instead.IDX),
    JPEG("\u00ff\u00d8\u00ff", "", "a JPEG image", Instead.IDX),
    GIF("GIF8", "a", "a GIF image", Instead.IDX),
    IDX("\0\0\u0008", "", "an IDX file", "send IDX files as the parts images and labels of multipart/form-data"),
    PDF("%PDF-", "", "a PDF document", "send its table as CSV"),
    XLSX("PK\u0003\u0004", "\\[Content_Types]|_rels/|docProps/|xl/", "an Excel workbook", Instead.SHEET),
    XLS("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1", "", "an Excel workbook", Instead.SHEET),
    ODS("PK\u0003\u0004", "opendocument", "an OpenDocument spreadsheet", Instead.SHEET),
    NPZ("PK\u0003\u0004", "\\.npy", "a NumPy archive", Instead.FRAME),
    NPY("\u0093NUMPY", "", "a NumPy array", Instead.FRAME),
    PARQUET("PAR1\u0015", "", "a Parquet file", Instead.FRAME),
    ARROW("ARROW1\0", "", "an Arrow or Feather file", Instead.FRAME),
    HDF5("\u0089HDF\r\n\u001a\n", "", "an HDF5 file", Instead.FRAME),
    SQLITE("SQLite format 3\0", "", "an SQLite database", "send a table of it as CSV"),
    ZIP("PK\u0003\u0004", "", "a ZIP archive", Instead.UNPACKED),
    BZIP2("BZh", "1AY&SY", "a bzip2 file", Instead.UNPACKED),
    XZ("\u00fd7zXZ\0", "", "an XZ file", Instead.UNPACKED),
    ZSTANDARD("(\u00b5/\u00fd", "", "a Zstandard file", Instead.UNPACKED),
    SEVEN_ZIP("7z\u00bc\u00af'\u001c", "", "a 7z archive", Instead.UNPACKED);

    /** Bytes from which the formats can be distinguished. */
    static final int BEGINNING = 512;

    private static final class Instead {
        static final String IDX = "send images as IDX files, or as CSV with a column for each pixel";
        static final String SHEET = "save the sheet as CSV UTF-8, and send that";
        static final String FRAME =
                "write it as CSV, and send that (in pandas: frame.to_csv(\"data.csv\", index=False))";
        static final String UNPACKED = "unpack it, and send the text in it as it is or compressed with gzip";
    }

    private final String start;
    private final Pattern content;
    private final String name;
    private final String instead;

    /** @param content a regular expression of what stands somewhere in the beginning; in ISO 8859-1, as {@code start} is */
    BinaryFormat(String start, String content, String name, String instead) {
        this.start = start;
        this.content = Pattern.compile(content);
        this.name = name;
        this.instead = instead;
    }

    /** @param beginning of the file, at most {@link #BEGINNING} bytes of it */
    static Optional<BinaryFormat> of(byte[] beginning) {
        var text = new String(beginning, StandardCharsets.ISO_8859_1);
        return Arrays.stream(values())
                .filter(format -> text.startsWith(format.start) && format.content.matcher(text).find())
                .findFirst();
    }

    /** The name, and what to send instead. */
    String inWords() {
        return name + ": " + instead;
    }
}
