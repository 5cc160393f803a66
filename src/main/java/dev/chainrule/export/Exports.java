package dev.chainrule.export;

import dev.chainrule.budget.Computation;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.content.Sha256;
import dev.chainrule.job.JobOrigins;
import dev.chainrule.matrix.LittleEndianWriter;
import dev.chainrule.matrix.Saturated;
import dev.chainrule.model.TrainedModel;
import dev.chainrule.model.VersionOrigins;
import dev.chainrule.model.VersionOrigins.VersionOrigin;
import dev.chainrule.model.VersionReference;
import dev.chainrule.model.Versions;
import dev.chainrule.problem.ProblemException;
import dev.chainrule.problem.ProblemType;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Service;

/** Exports versions. */
@Service
class Exports {
    /** Protocol buffers are shorter than 2 GiB; the rest is room for everything but the parameters. */
    private static final long MOST_PARAMETER_BYTES = Integer.MAX_VALUE - (64L << 20);

    /** Bytes of an input's declaration, and of the nodes and parameters that encode it, beside its categories. */
    private static final int COLUMN = 8192;

    /** Bytes of a category, in a list of texts. */
    private static final int CATEGORY = 256;

    /** Bytes of the nodes of a layer, most of all of a composed activation; and of a node of a graph. */
    private static final int NODES = 32 << 10;

    /** Bytes of parameters that are read at a time. */
    private static final int PIECE = 1 << 16;

    private final Versions versions;
    private final VersionOrigins origins;
    private final JobOrigins jobs;
    private final MemoryBudget memory;
    private final String service;

    Exports(Versions versions, VersionOrigins origins, JobOrigins jobs, MemoryBudget memory,
            ObjectProvider<BuildProperties> build) {
        this.versions = versions;
        this.origins = origins;
        this.jobs = jobs;
        this.memory = memory;
        this.service = build.stream().findFirst().map(BuildProperties::getVersion).orElse("unknown");
    }

    /**
     * A version as a file. Holds what it takes in memory until the request is answered.
     *
     * @param form only for ONNX
     * @throws ProblemException (404) if there is no such model or version, (409) if the rule chooses none, (413) if the format cannot hold so
     *     many parameters, (413, 503) if there is no memory for it
     */
    ExportedFile file(String nameOrId, VersionReference reference, ExportFormat format, InputForm form) {
        var trained = versions.load(nameOrId, Optional.of(reference)).version().trained();
        var origin = origins.of(nameOrId, trained.version());
        var provenance =
                new Provenance(trained.name(), trained.version(), origin, origin.jobId().flatMap(jobs::find), service);
        requireSame(trained, origin);
        var name = trained.name() + "-" + trained.version();
        return switch (format) {
            case ONNX -> {
                requireRoom(trained);
                memory.reserveForRequest(bytes(trained), "export a smaller model, or its parameters with format=json");
                yield ExportedFile.of(name, format, OnnxExport.of(trained, form, provenance)::writeTo);
            }
            case JSON -> ExportedFile.of(name, format, new JsonExport(trained, provenance));
        };
    }

    /** A model may be deleted, and another one take its name, between the two look-ups. */
    private static void requireSame(TrainedModel trained, VersionOrigin origin) {
        var digest = Sha256.digest();
        new LittleEndianWriter(PIECE, piece -> {
            Computation.checkpoint();
            digest.update(piece);
        }).put(trained.network().parameters()).close();
        if (!Sha256.text(digest).equals(origin.weightsSha256())) {
            throw ProblemException.conflict("The version " + trained.version() + " of the model \"" + trained.name()
                    + "\" was replaced while it was exported: try again");
        }
    }

    private static void requireRoom(TrainedModel trained) {
        long bytes = trained.network().footprint().parameterBytes();
        if (bytes > MOST_PARAMETER_BYTES) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "The version has " + bytes + " bytes of parameters, but an ONNX file can hold "
                            + MOST_PARAMETER_BYTES + ": export it with ?format=json");
        }
    }

    /** What an ONNX model takes in memory: its own copy of the parameters, of numbers in the definition, and its nodes. */
    private static long bytes(TrainedModel trained) {
        var footprint = trained.network().footprint();
        var features = trained.preprocessing().features();
        long categories = features.stream().mapToLong(feature -> feature.categories().size()).sum()
                + trained.preprocessing().outputs();
        long parts = switch (trained) {
            case TrainedModel.OfLayers layers -> layers.network().definition().layers().size();
            case TrainedModel.OfGraph graph -> graph.network().definition().nodes().size();
        };
        return Saturated.sum(
                footprint.parameterBytes(), footprint.definition(), (long) COLUMN * features.size(),
                CATEGORY * categories, NODES * parts);
    }
}
