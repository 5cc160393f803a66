package dev.chainrule.dataset.upload;

import dev.chainrule.budget.Caller;
import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.dataset.DatasetDraft;
import dev.chainrule.dataset.DatasetProperties;
import dev.chainrule.problem.ContentTypeHeader;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Receives the upload of a request and reads it. The request's own thread receives it, as long as the client sends; then it is read and
 * stored as a computation.
 */
@Component
class UploadReader {
    private static final Set<String> PARTS = Set.of("file", "images", "labels", "metadata");

    /** Bytes of the part that describes the others. */
    private static final long MAX_METADATA = 1 << 20;

    /**
     * The most memory that one upload takes while it is read and stored: its columns' profiles and categories, a few chunks of rows, and
     * what the database keeps of them before they are on the disk.
     */
    private static final long MEMORY = 16L << 20;

    private final DraftReader drafts;
    private final Computations computations;
    private final MemoryBudget memory;
    private final DatasetProperties limits;

    UploadReader(DraftReader drafts, Computations computations, MemoryBudget memory, DatasetProperties limits) {
        this.drafts = drafts;
        this.computations = computations;
        this.memory = memory;
        this.limits = limits;
    }

    /** The key may have been revoked while the body came. */
    private <T> T compute(Supplier<T> work) {
        Caller.current().requireValidKey();
        memory.reserveForRequest(MEMORY, "lower the number of columns or categories");
        return computations.run(work::get);
    }

    /** @param use processes the draft while the upload can still be read once more */
    <T> T json(HttpServletRequest request, Function<DatasetDraft, T> use) {
        var faults = new Faults();
        var options = options(request, faults);
        options.allowOnlyName("applies to CSV only: write it into the JSON document; with curl, a CSV file needs"
                + " -H 'Content-Type: text/csv' --data-binary @data.csv");
        var name = options.name();
        faults.throwIfAny();
        return withText(request, upload -> use.apply(drafts.json(JsonText.of(upload), name, faults)));
    }

    <T> T csv(HttpServletRequest request, Function<DatasetDraft, T> use) {
        var faults = new Faults();
        var options = CsvOptions.of(options(request, faults), faults);
        var charset = charset(request.getContentType());
        return withText(request, upload -> {
            upload.refuseJson();
            return use.apply(drafts.csv(upload, charset, options, faults));
        });
    }

    private <T> T withText(HttpServletRequest request, Function<Upload, T> use) {
        try (var body = TextBody.receive(request, memory, limits)) {
            return compute(() -> {
                body.upload().requireText();
                return use.apply(body.upload());
            });
        }
    }

    <T> T multipart(HttpServletRequest request, Function<DatasetDraft, T> use) {
        if (TextBody.isCompressed(request)) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "Compress the parts of a multipart request, not the whole");
        }
        var faults = new Faults();
        TextBody.requireRoomToWait(memory);
        // Tomcat receives the parts into files.
        var parts = parts(request, faults);
        return compute(() -> use.apply(draft(request, parts, faults)));
    }

    private DatasetDraft draft(HttpServletRequest request, Parts parts, Faults faults) {
        var options = options(request, faults);
        parts.one("metadata").ifPresent(part -> options.readMetadata(JsonText.of(upload(part, MAX_METADATA))));
        faults.throwIfAny();
        return parts.one("file")
                .map(file -> file(file, options, faults))
                .orElseGet(() -> images(parts, options, faults));
    }

    /** The parts of a request; each name occurs at most once. */
    private record Parts(List<Part> all) {
        Optional<Part> one(String name) {
            return all.stream().filter(part -> part.getName().equals(name)).findFirst();
        }
    }

    private static Parts parts(HttpServletRequest request, Faults faults) {
        try {
            var parts = new Parts(List.copyOf(request.getParts()));
            parts.all.stream()
                    .filter(part -> part.getSubmittedFileName() != null && !PARTS.contains(part.getName()))
                    .forEach(part -> faults.add(part.getName(), "is not a known part; known are file, or images and"
                            + " labels, and metadata"));
            parts.all.stream()
                    .collect(Collectors.groupingBy(Part::getName, Collectors.counting()))
                    .forEach((name, count) -> faults.require(
                            count == 1 || !PARTS.contains(name), name, "is given " + count + " times"));
            boolean images = parts.one("images").isPresent() || parts.one("labels").isPresent();
            boolean file = parts.one("file").isPresent();
            faults.require(!(file && images), "file",
                    "must be left out beside images and labels: send one or the other");
            faults.require(file || images, "file", "is missing: send a part named file, or images and labels");
            return parts;
        } catch (IOException | ServletException unreadable) {
            throw ProblemException.malformed("The multipart body cannot be read");
        } catch (InvalidParameterException unreadable) {
            throw unreadable; // it has a handler
        } catch (IllegalStateException tooLong) {
            // For parts that are not files.
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "A part without a file name is too long: send the file as one, with curl as -F file=@data.csv");
        }
    }

    private DatasetDraft file(Part part, UploadOptions options, Faults faults) {
        var upload = upload(part);
        upload.requireText();
        if (isJson(part, upload)) {
            options.allowOnlyName("applies to CSV only: write it into the JSON document");
            var name = options.name();
            faults.throwIfAny();
            return drafts.json(JsonText.of(upload), name, faults);
        }
        return drafts.csv(upload, charset(part.getContentType()), CsvOptions.of(options, faults), faults);
    }

    private DatasetDraft images(Parts parts, UploadOptions options, Faults faults) {
        faults.require(parts.one("images").isPresent(), "images", "is missing: images and labels go together");
        faults.require(parts.one("labels").isPresent(), "labels", "is missing: images and labels go together");
        options.allowOnlyName("applies to CSV only");
        var name = options.name();
        faults.throwIfAny();
        return drafts.images(
                upload(parts.one("images").orElseThrow()), upload(parts.one("labels").orElseThrow()), name, faults);
    }

    private Upload upload(Part part) {
        return upload(part, limits.maxExpanded().toBytes());
    }

    private static Upload upload(Part part, long maxExpanded) {
        return new Upload("the part \"" + part.getName() + "\"", part::getInputStream, maxExpanded);
    }

    /** By the file's name, else by its first character. */
    private static boolean isJson(Part part, Upload upload) {
        var name = Optional.ofNullable(part.getSubmittedFileName()).orElse("").toLowerCase(Locale.ROOT);
        var plain = name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name;
        if (plain.endsWith(".json") || plain.endsWith(".csv")) {
            return plain.endsWith(".json");
        }
        try (var in = upload.open()) {
            int first = in.read();
            while (first == ' ' || first == '\n' || first == '\r' || first == '\t') {
                first = in.read();
            }
            return first == '{';
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The query and, in a multipart request, the fields of the form. */
    private static UploadOptions options(HttpServletRequest request, Faults faults) {
        var options = new UploadOptions(faults);
        options.readQuery(request.getParameterMap().entrySet().stream()
                .filter(entry -> !PARTS.contains(entry.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue()))));
        return options;
    }

    private static Charset charset(@Nullable String contentType) {
        return ContentTypeHeader.charset(contentType).orElse(StandardCharsets.UTF_8);
    }
}
