package dev.chainrule.scoring;

import dev.chainrule.budget.Caller;
import dev.chainrule.budget.Computations;
import dev.chainrule.budget.MemoryBudget;
import dev.chainrule.compute.Compute;
import dev.chainrule.model.LoadedVersion;
import dev.chainrule.model.PredictionMeter;
import dev.chainrule.model.ServedVersion;
import dev.chainrule.model.VersionReference;
import dev.chainrule.model.Versions;
import dev.chainrule.problem.ClientGoneException;
import dev.chainrule.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.apache.coyote.CloseNowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Service;

/** Scores tables: checks them whole, and then answers block by block. */
@Service
class Scoring {
    static final String VERSION = "Chainrule-Version";
    static final String SERVED_BECAUSE = "Chainrule-Served-Because";
    static final String UNKNOWN_VALUES = "Chainrule-Unknown-Values";

    private static final Logger log = LoggerFactory.getLogger(Scoring.class);

    private final Versions versions;
    private final Compute compute;
    private final Computations computations;
    private final MemoryBudget memory;
    private final PredictionMeter meter;

    Scoring(Versions versions, Compute compute, Computations computations, MemoryBudget memory, MeterRegistry meters) {
        this.versions = versions;
        this.compute = compute;
        this.computations = computations;
        this.memory = memory;
        this.meter = new PredictionMeter("v1-table", meters);
    }

    /**
     * What is asked for.
     *
     * @param version named by the request; empty: the one that the model serves
     * @param includesInputs whether the columns of the table come before what is predicted
     */
    record TableRequest(String model, Optional<VersionReference> version, TableFormat format, boolean includesInputs) {}

    /** A table that has been checked. */
    private record CheckedTable(ServedVersion served, InputTable table, InputTable.Summary summary) {}

    /**
     * Answers a request, on its own thread.
     *
     * @param table opens the table for a version, as a part of a computation
     * @throws ProblemException if the table or the version cannot be used; nothing is sent then
     * @throws IOException if the client closes its connection, or if the answer cannot be completed after it has begun
     */
    void answer(TableRequest request, Function<LoadedVersion, InputTable> table, HttpServletResponse response)
            throws IOException {
        long start = System.nanoTime();
        var checked = computations.run(() -> check(request, table));
        try (var blocks = new ScoredBlocks(checked.served.version(), compute, checked.table, request.format,
                request.includesInputs)) {
            try {
                send(request, checked, blocks, response);
            } catch (RuntimeException failure) {
                if (response.isCommitted()) {
                    throw cutOff(request, blocks.rows(), failure);
                }
                throw failure;
            }
            meter.record(blocks.rows(), System.nanoTime() - start);
        }
    }

    private CheckedTable check(TableRequest request, Function<LoadedVersion, InputTable> open) {
        Caller.current().requireValidKey();
        var served = versions.load(request.model, request.version);
        var version = served.version();
        var table = open.apply(version);
        var summary = table.check();
        long longestRow = request.includesInputs
                ? request.format.longest(table.columns(), summary.longestRow())
                : 0;
        memory.reserveForRequest(
                ScoredBlocks.bytes(version, longestRow), "leave out the input columns, or ask for a smaller model");
        return new CheckedTable(served, table, summary);
    }

    private static void writeHead(TableRequest request, CheckedTable checked, HttpServletResponse response) {
        var version = checked.served.version();
        response.setContentType(request.format.contentType());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(version.name() + "-" + version.version() + "." + request.format.extension())
                        .build()
                        .toString());
        response.setHeader(VERSION, Integer.toString(version.version()));
        response.setHeader(SERVED_BECAUSE, checked.served.because());
        response.setHeader(UNKNOWN_VALUES, Long.toString(checked.summary.unknownValues()));
    }

    /** The head is sent with the first block, or not at all: what fails before it is answered as a problem. */
    private void send(TableRequest request, CheckedTable checked, ScoredBlocks blocks, HttpServletResponse response)
            throws IOException {
        var first = computations.run(blocks::next);
        writeHead(request, checked, response);
        var out = response.getOutputStream();
        out.write(first);
        while (!blocks.areComplete()) {
            out.flush();
            Caller.current().requireValidKey();
            out.write(computations.run(blocks::next));
        }
    }

    /** What was sent is incomplete: the server cuts the connection off. */
    private static CloseNowException cutOff(TableRequest request, long rows, RuntimeException failure) {
        if (failure instanceof ClientGoneException) {
            log.debug("The client of a table for model {} closed its connection", request.model);
        } else if (failure instanceof ProblemException problem) {
            log.warn("A table for model {} was cut off after {} rows: {}", request.model, rows, problem.getMessage());
        } else {
            log.error("A table for model {} was cut off after {} rows", request.model, rows, failure);
        }
        return new CloseNowException("The answer was cut off");
    }
}
