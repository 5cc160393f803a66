package dev.chainrule;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages run only downwards. */
@AnalyzeClasses(packages = "dev.chainrule", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] OUTSIDE =
            {"org.springframework..", "jakarta..", "tools.jackson..", "com.fasterxml..", "org.hibernate.."};

    @ArchTest
    static final ArchRule packagesAreFreeOfCycles = slices().matching("dev.chainrule.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule matrixUsesTheJdkOnly = classes()
            .that()
            .resideInAPackage("dev.chainrule.matrix..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.chainrule.matrix..", "java..", "jdk.incubator.vector..",
                    "jdk.internal.vm.vector..",
                    "com.sun.management..");

    @ArchTest
    static final ArchRule networkUsesMatrixAndTheJdkOnly = classes()
            .that()
            .resideInAPackage("dev.chainrule.network..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.chainrule.network..", "dev.chainrule.matrix..", "java..");

    @ArchTest
    static final ArchRule graphUsesNetworkMatrixAndTheJdkOnly = classes()
            .that()
            .resideInAPackage("dev.chainrule.graph..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.chainrule.graph..", "dev.chainrule.network..", "dev.chainrule.matrix..", "java..");

    @ArchTest
    static final ArchRule theEngineKnowsNoFramework = noClasses()
            .that()
            .resideInAnyPackage("dev.chainrule.matrix..", "dev.chainrule.network..", "dev.chainrule.graph..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(OUTSIDE);

    @ArchTest
    static final ArchRule onlyVectorKernelsUseTheVectorApi = noClasses()
            .that()
            .haveSimpleNameNotStartingWith("Vector")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector..");

    @ArchTest
    static final ArchRule nothingButSweepsAndExplanationsKnowsOfJobs = noClasses()
            .that()
            .resideOutsideOfPackages("dev.chainrule.job..", "dev.chainrule.sweep..", "dev.chainrule.explain..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.chainrule.job..");

    @ArchTest
    static final ArchRule nothingKnowsOfSweeps = noClasses()
            .that()
            .resideOutsideOfPackage("dev.chainrule.sweep..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.chainrule.sweep..");

    @ArchTest
    static final ArchRule datasetsKnowNothingOfWhatUsesThem = noClasses()
            .that()
            .resideInAnyPackage("dev.chainrule.dataset..", "dev.chainrule.content..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.chainrule.model..", "dev.chainrule.preprocessing..", "dev.chainrule.compute..");

    @ArchTest
    static final ArchRule preprocessingKnowsNoModels = noClasses()
            .that()
            .resideInAPackage("dev.chainrule.preprocessing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.chainrule.model..", "dev.chainrule.content..");

    @ArchTest
    static final ArchRule problemsKnowNothingOfTheRest = noClasses()
            .that()
            .resideInAnyPackage("dev.chainrule.problem..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.chainrule.matrix..", "dev.chainrule.network..", "dev.chainrule.dataset..",
                    "dev.chainrule.model..");

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
