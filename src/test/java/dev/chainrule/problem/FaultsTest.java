package dev.chainrule.problem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

/** Faults are collected with pointers (RFC 6901), a hundred are listed, and all are counted. */
class FaultsTest {
    private final Faults faults = new Faults();

    @Test
    void aPointerNamesEveryStepFromTheTop() {
        var layer = faults.at("layers").at(3);
        layer.at("weights").at(0).at(12).add("is not a number");
        layer.add("units", "is missing");
        faults.add("is not an object");
        faults.at("a/b~c").add("is unknown");
        faults.at("layers").atParameter("limit").add("is too large");

        assertThat(faults.found()).extracting(FieldProblem::pointer)
                .containsExactly("/layers/3/weights/0/12", "/layers/3/units", "", "/a~1b~0c", "?limit");
    }

    @Test
    void partAndWholeShareTheirFaults() {
        faults.at("a").add("is wrong");
        faults.at("b").at("c").add("is wrong");

        assertThat(faults.count()).isEqualTo(2);
        assertThat(faults.at("z").count()).isEqualTo(2);
        assertThat(faults.isEmpty()).isFalse();
    }

    @Test
    void absentThingBesideOtherFaultsIsOneOfThem() {
        faults.add("row", "is unknown");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> faults.at("version").locating(() -> {
                    throw ProblemException.notFound("version", 9);
                }))
                .satisfies(thrown -> {
                    assertThat(thrown.type()).isEqualTo(ProblemType.INVALID);
                    assertThat(thrown.errors()).containsExactly(
                            new FieldProblem("/row", "is unknown"),
                            new FieldProblem("/version", "There is no version \"9\""));
                });
    }

    @Test
    void absentThingWithoutOtherFaultsIsNotFoundAtItsPlace() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> faults.at("version").locating(() -> {
                    throw ProblemException.notFound("version", 9);
                }))
                .satisfies(thrown -> {
                    assertThat(thrown.type()).isEqualTo(ProblemType.NOT_FOUND);
                    assertThat(thrown.errors()).extracting(FieldProblem::pointer).containsExactly("/version");
                });
    }

    @Test
    void aHundredFaultsAreListedAndAllAreCounted() {
        for (int i = 0; i < 150; i++) {
            faults.at(i).add("is wrong");
        }

        assertThat(faults.isFull()).isTrue();
        assertThat(faults.count()).isEqualTo(150);
        assertThat(faults.found()).hasSize(100).last().isEqualTo(new FieldProblem("/99", "is wrong"));
    }

    @Test
    void theSameFaultOfManyRowsIsListedOnceWithThreePlacesAndTheirNumber() {
        for (int row = 0; row < 150; row++) {
            faults.at("rows").atEach(row).add("size", "must be a number");
            faults.at("rows").atEach(row).add("colour", "must be a number");
        }
        faults.at("rows").atEach(7).add("size", "is given twice");

        assertThat(faults.count()).isEqualTo(301);
        assertThat(faults.isFull()).isFalse();
        assertThat(faults.found()).containsExactly(
                new FieldProblem("/rows/0/size",
                        "must be a number; also at /rows/1/size and /rows/2/size (150 places in total)"),
                new FieldProblem("/rows/0/colour",
                        "must be a number; also at /rows/1/colour and /rows/2/colour (150 places in total)"),
                new FieldProblem("/rows/7/size", "is given twice"));
    }

    @Test
    void faultsThatShareACauseAreListedOnceThoughTheirDetailsDiffer() {
        for (int line = 2; line < 4; line++) {
            int number = line;
            faults.at("lines").atEach(line).add("line " + line + ": 1 value", "width", () -> "line " + number);
        }

        assertThat(faults.found()).containsExactly(
                new FieldProblem("/lines/2", "line 2: 1 value; also at line 3 (2 places in total)"));
    }

    @Test
    void faultsOfAnUnreadPartAreCountedButNotListed() {
        faults.at("layers").at(0).at("units").unread("must be an integer");
        faults.at("layers").at(0).add("units", "is missing");
        faults.at("layers").at(0).add("is empty");
        faults.at("layers").at(0).at("units").add("low", "is missing");
        faults.at("layers").add(10, "is missing");

        assertThat(faults.count()).isEqualTo(5);
        assertThat(faults.found()).containsExactly(
                new FieldProblem("/layers/0/units", "must be an integer"),
                new FieldProblem("/layers/10", "is missing"));
        assertThat(faults.at("layers").at(0).isPartlyUnread()).isTrue();
        assertThat(faults.at("layers").at(1).isPartlyUnread()).isFalse();
        assertThat(faults.at("loss").isPartlyUnread()).isFalse();
    }

    @Test
    void oneFaultIsTheProblemsDetailAndSeveralAreCounted() {
        faults.throwIfAny();

        faults.at("seed").add("must be an integer");
        assertThatExceptionOfType(ProblemException.class).isThrownBy(faults::throwIfAny)
                .withMessage("/seed: must be an integer");

        faults.add("is odd");
        assertThatExceptionOfType(ProblemException.class).isThrownBy(faults::throwIfAny)
                .withMessage("2 parts of the request are wrong");
    }

    @Test
    void faultOfTheWholePointsAtTheBody() {
        faults.add("must be an object");

        assertThatExceptionOfType(ProblemException.class).isThrownBy(faults::throwIfAny)
                .withMessage("The body must be an object");
    }
}
