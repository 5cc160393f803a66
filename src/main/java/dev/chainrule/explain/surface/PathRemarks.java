package dev.chainrule.explain.surface;

import dev.chainrule.dataset.Dataset;
import dev.chainrule.dataset.DatasetWarning;
import dev.chainrule.explain.ExplainedModel;
import dev.chainrule.job.Replay.Replayed;
import dev.chainrule.preprocessing.ColumnEncoder;
import dev.chainrule.preprocessing.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Where a job's path does not belong to the surface that it is drawn over.
 *
 * @param warnings none where it does
 * @param inPicture the same in a few words, after those for the path; empty where it does
 */
record PathRemarks(List<DatasetWarning> warnings, String inPicture) {
    /**
     * @param meets whether the job had, after some epoch, all parameters of the surface but the two of the axes
     * @param dataset whose rows the surface is of; empty: rows of the request
     * @param scaling how these rows become inputs and targets; empty: they are taken as they are
     */
    static PathRemarks of(
            Replayed job, boolean meets, ExplainedModel surface, Optional<Dataset> dataset,
            Optional<Preprocessing> scaling) {
        var remarks = new ArrayList<String>();
        if (!meets) {
            remarks.add("No point of the job's path lies on the surface, because the job never had the other parameters"
                    + " of " + surface.inWords() + ": " + remedy(job, surface) + ".");
        }
        int ofParameters = remarks.size();
        dataset.filter(rows -> !rows.id().equals(job.datasetId())).ifPresent(rows -> remarks.add(
                "The surface is of the dataset \"" + rows.name() + "\", but the job trained with \"" + job.datasetName()
                        + "\": the cost along its path is another one."));
        if (!isAlike(job.preprocessing(), scaling)) {
            remarks.add(
                    "The job scaled its columns otherwise than the rows of the surface are, so that the same parameters"
                            + " have another cost.");
        }
        return new PathRemarks(
                remarks.stream().map(text -> new DatasetWarning(null, text)).toList(),
                (meets ? "" : ", with other parameters") + (remarks.size() > ofParameters ? ", on other data" : ""));
    }

    private static String remedy(Replayed job, ExplainedModel surface) {
        if (surface.version().isEmpty()) {
            return "it started with the seed " + job.seed();
        }
        return job.version()
                .map(version -> "leave version out for the version that it trained, " + version)
                .orElse("it has trained no version yet");
    }

    private static boolean isAlike(Preprocessing ofJob, Optional<Preprocessing> ofSurface) {
        return ofSurface
                .map(other -> isAlike(ofJob.features(), other.features()) && isAlike(ofJob.targets(), other.targets()))
                .orElseGet(() -> isUnscaled(ofJob.features()) && isUnscaled(ofJob.targets()));
    }

    private static boolean isAlike(List<ColumnEncoder> ones, List<ColumnEncoder> others) {
        return ones.size() == others.size()
                && IntStream.range(0, ones.size()).allMatch(i -> isAlike(ones.get(i), others.get(i)));
    }

    private static boolean isAlike(ColumnEncoder one, ColumnEncoder other) {
        if (one instanceof ColumnEncoder.Numeric number && other instanceof ColumnEncoder.Numeric otherNumber) {
            return number.shift() == otherNumber.shift() && number.scale() == otherNumber.scale();
        }
        return one.categories().equals(other.categories());
    }

    private static boolean isUnscaled(List<ColumnEncoder> encoders) {
        return encoders.stream().allMatch(
                encoder -> !(encoder instanceof ColumnEncoder.Numeric numeric)
                        || (numeric.shift() == 0 && numeric.scale() == 1));
    }
}
