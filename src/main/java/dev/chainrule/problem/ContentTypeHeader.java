package dev.chainrule.problem;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/** The header {@code Content-Type} of a request, or of a part of one. */
public final class ContentTypeHeader {
    private static final Pattern CHARSET = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\";\\s]+)");

    private static final Pattern JSON = Pattern.compile("\\s*(\\{\\s*\"[^\"]*\"\\s*:|\\[\\s*[\\[{])");

    private ContentTypeHeader() {}

    /**
     * The character set that the header names, if there is a header and it names one.
     *
     * @throws ProblemException (415) if the header cannot be read, or the character set is unknown
     */
    public static Optional<Charset> charset(@Nullable String header) {
        try {
            return Optional.ofNullable(header).map(MediaType::parseMediaType).map(MediaType::getCharset);
        } catch (InvalidMediaTypeException _) {
            throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE, fault(header));
        }
    }

    /** Why the header names no content type. */
    static String fault(@Nullable String header) {
        if (header == null) {
            return "The content type is missing";
        }
        var charset = CHARSET.matcher(header);
        return charset.find() && !isKnown(charset.group(1))
                ? "The charset " + charset.group(1) + " is not known: name another one, such as UTF-8"
                : "The content type \"" + header + "\" cannot be read";
    }

    /**
     * Whether a text is almost certainly JSON: an object with a field, or an array of objects or arrays.
     *
     * @param start the text's first characters
     */
    public static boolean looksLikeJson(String start) {
        return JSON.matcher(start).lookingAt();
    }

    private static boolean isKnown(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalCharsetNameException _) {
            return false;
        }
    }
}
