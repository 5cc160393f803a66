package dev.chainrule.benchmark.harness;

import java.io.PrintStream;

/** Where results go, as Markdown, and whether anything failed. */
public final class Report {
    private final PrintStream out;
    private boolean failed;

    public Report(PrintStream out) {
        this.out = out;
    }

    /** Prints lines and an empty one after them. */
    public void lines(Object... lines) {
        for (var line : lines) {
            out.println(line);
        }
        out.println();
        out.flush();
    }

    /** Prints what went wrong; the run goes on, but ends as failed. */
    public void failure(String what) {
        failed = true;
        lines("FAILED: " + what);
    }

    /** Says on stderr what is under way. */
    public void progress(String what) {
        System.err.println("# " + what);
    }

    public boolean failed() {
        return failed;
    }
}
