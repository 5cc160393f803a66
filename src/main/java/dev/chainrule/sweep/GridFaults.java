package dev.chainrule.sweep;

import dev.chainrule.job.JobDraft;
import dev.chainrule.problem.Faults;
import dev.chainrule.problem.FieldProblem;
import dev.chainrule.problem.PointerStep;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Faults in the requests of a grid's points, reported at places of the sweep's request: at a value of the grid if the value has the fault,
 * at the list of values if all of them have it, else at the job.
 */
final class GridFaults {
    private final Grid grid;
    private final int points;

    /** The points that have a fault, in the order of the first that has it. */
    private final Map<Fault, SortedSet<Integer>> faults = new LinkedHashMap<>();

    private GridFaults(Grid grid, int points) {
        this.grid = grid;
        this.points = points;
    }

    /**
     * @param axis that the fault's place is in, if it is in one
     * @param rest the pointer, relative to the axis or to the job
     */
    private record Fault(Optional<Axis> axis, String rest, String detail) {
        /** Of a fault that is in no axis: the job's field, or an empty text if it is one of the whole job. */
        String field() {
            return rest.isEmpty() ? "" : rest.split("/", -1)[1];
        }
    }

    /**
     * Notes the faults of the drafts.
     *
     * @param drafts one for each point
     * @param notToCheck fields of the job whose own faults are left out
     */
    static void report(Grid grid, List<JobDraft> drafts, Set<String> notToCheck, Faults reported) {
        var found = new GridFaults(grid, drafts.size());
        for (int point = 0; point < drafts.size(); point++) {
            if (drafts.get(point) instanceof JobDraft.Rejected(var problems)) {
                for (var problem : problems) {
                    found.faults.computeIfAbsent(found.locate(problem), _ -> new TreeSet<>()).add(point);
                }
            }
        }
        found.faults.forEach((fault, at) -> {
            if (fault.axis().isPresent() || !notToCheck.contains(fault.field())) {
                found.report(fault, at, reported);
            }
        });
    }

    private Fault locate(FieldProblem problem) {
        return grid.axes().stream()
                .filter(axis -> (problem.pointer() + "/").startsWith(axis.pointer() + "/"))
                .max(Comparator.comparingInt(axis -> axis.steps().size()))
                .map(axis -> new Fault(
                        Optional.of(axis), problem.pointer().substring(axis.pointer().length()), problem.detail()))
                .orElseGet(() -> new Fault(Optional.empty(), problem.pointer(), problem.detail()));
    }

    private void report(Fault fault, SortedSet<Integer> at, Faults reported) {
        if (fault.axis().isEmpty()) {
            place(reported.at("job"), fault.rest())
                    .add(fault.detail() + (at.size() == points ? "" : where(at.first())));
            return;
        }
        var axis = fault.axis().get();
        var place = reported.at("grid").at(axis.path());
        var values =
                at.stream().map(point -> grid.valueIndex(axis, point)).collect(Collectors.toCollection(TreeSet::new));
        if (fault.rest().isEmpty() && values.size() == axis.values().size()) {
            place.add(fault.detail());
        } else {
            values.forEach(value -> place(place.at(value), fault.rest()).add(fault.detail()));
        }
    }

    private String where(int point) {
        return grid.settings(point).entrySet().stream()
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .collect(Collectors.joining(", ", " (where ", ")"));
    }

    private static Faults place(Faults at, String pointer) {
        var place = at;
        for (var step : pointer.split("/", -1)) {
            place = step.isEmpty() ? place : place.at(PointerStep.name(step));
        }
        return place;
    }
}
