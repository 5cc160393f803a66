package dev.chainrule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What packages may use: of this project, only the packages below them; some less, as a rule of their own says. */
@AnalyzeClasses(packages = "dev.chainrule", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "dev.chainrule";

    /** From the bottom to the top: the only list of what a package may use, which is any before it. */
    private static final List<String> PACKAGES = Stream.of(
            "health", "problem", "paging", "content", "contract", "picture", "picture.diagram", "budget", "database",
            "security",
            "callback",
            "matrix.kernel",
            "matrix",
            "network", "graph", "graph.expression", "compute", "request", "dataset", "dataset.upload", "preprocessing",
            "model.definition", "model", "scoring", "imports",
            "job.spec",
            "job.history", "job", "sweep", "export", "inference", "explain", "explain.backprop", "explain.boundary",
            "explain.descent",
            "explain.surface")
            .map(name -> ROOT + "." + name)
            .toList();

    @ArchTest
    static final ArchRule packagesUseOnlyThoseBelow =
            classes().should(new ArchCondition<>("use only packages below theirs") {
                @Override
                public void check(JavaClass using, ConditionEvents events) {
                    for (var dependency : using.getDirectDependenciesFromSelf()) {
                        var used = dependency.getTargetClass().getBaseComponentType().getPackageName();
                        boolean below = !used.startsWith(ROOT) || place(used) <= place(using.getPackageName());
                        events.add(new SimpleConditionEvent(dependency, below, dependency.getDescription()));
                    }
                }

                private static int place(String name) {
                    int place = name.equals(ROOT) ? PACKAGES.size() : PACKAGES.indexOf(name);
                    if (place < 0) {
                        throw new AssertionError(name + " is missing from the list of packages: say what is below it");
                    }
                    return place;
                }
            });

    @ArchTest
    static void simpleNamesHaveOneMeaning(JavaClasses classes) {
        var named = new TreeMap<String, Set<String>>();
        classes.stream()
                .filter(type -> !type.isArray() && !type.isAnonymousClass()
                        && !type.getSimpleName().equals("package-info"))
                // The float64 kernels are derived from the float32 ones: a nested type has the same name in both.
                .forEach(type -> named.computeIfAbsent(type.getSimpleName(), _ -> new TreeSet<>())
                        .add(type.getName().replace("Float64", "Float32")));
        assertThat(named.values()).allSatisfy(types -> assertThat(types).hasSize(1));
    }

    @ArchTest
    static final ArchRule matrixUsesTheJdkOnly = classes()
            .that()
            .resideInAPackage("dev.chainrule.matrix..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.chainrule.matrix..", "java..", "org.jspecify..", "jdk.incubator.vector..",
                    "jdk.internal.vm.vector..",
                    "com.sun.management..");

    @ArchTest
    static final ArchRule networkUsesMatrixAndTheJdkOnly = classes()
            .that()
            .resideInAPackage("dev.chainrule.network..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.chainrule.network..", "dev.chainrule.matrix..", "java..", "org.jspecify..");

    @ArchTest
    static final ArchRule graphUsesNetworkMatrixAndTheJdkOnly = classes()
            .that()
            .resideInAPackage("dev.chainrule.graph..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.chainrule.graph..", "dev.chainrule.network..", "dev.chainrule.matrix..", "java..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule onlyVectorKernelsUseTheVectorApi = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Vector")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule nothingKnowsOfSweeps = noClasses()
            .that()
            .resideOutsideOfPackage("dev.chainrule.sweep..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.chainrule.sweep..");

    @ArchTest
    static final ArchRule storedDataNeedsNoKernels = noClasses()
            .that()
            .resideInAnyPackage("dev.chainrule.dataset..", "dev.chainrule.content..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.chainrule.compute..");

    @ArchTest
    static final ArchRule preprocessingReadsRowsThroughDatasetsOnly = noClasses()
            .that()
            .resideInAPackage("dev.chainrule.preprocessing..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.chainrule.content..");

    @ArchTest
    static final ArchRule callbacksKnowProblemsOnly = noClasses()
            .that()
            .resideInAPackage("dev.chainrule.callback..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.chainrule..")
                    .and(resideOutsideOfPackages("dev.chainrule.callback..", "dev.chainrule.problem..")));

    @ArchTest
    static final ArchRule databaseKnowsProblemsAndHealthOnly = noClasses()
            .that()
            .resideInAPackage("dev.chainrule.database..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.chainrule..")
                    .and(resideOutsideOfPackages("dev.chainrule.database..", "dev.chainrule.problem..",
                            "dev.chainrule.health..")));

    @ArchTest
    static final ArchRule onlyDatabaseUsesH2 = noClasses()
            .that()
            .resideOutsideOfPackage("dev.chainrule.database..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.h2..");

    @ArchTest
    static final ArchRule onlyCallbacksCallOthers = noClasses()
            .that()
            .resideOutsideOfPackage("dev.chainrule.callback..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.hc..", "java.net.http..");

    @ArchTest
    static final ArchRule controllersStayInsideTheirPackage = classes()
            .that()
            .haveSimpleNameEndingWith("Controller")
            .should()
            .bePackagePrivate();
}
