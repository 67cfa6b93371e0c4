// SPDX-License-Identifier: Apache-2.0
package io.addrscope;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/** What the library's packages may use. CONTRIBUTING.md says why. */
@AnalyzeClasses(packages = "io.addrscope", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

    /** The packages, each of which may use those before it. */
    private static final List<String> PACKAGES = List.of(
            "io.addrscope.model",
            "io.addrscope.linux",
            "io.addrscope.maps",
            "io.addrscope.cache",
            "io.addrscope.jfr",
            "io.addrscope.zstd",
            "io.addrscope.elf",
            "io.addrscope.debuginfo",
            "io.addrscope.dwarf",
            "io.addrscope.demangle",
            "io.addrscope.hotspot",
            "io.addrscope.unwind",
            "io.addrscope.locate",
            "io.addrscope.crash",
            "io.addrscope.crash.explain",
            "io.addrscope.render",
            "io.addrscope");

    /** The one place that may mention JFR. */
    private static final DescribedPredicate<JavaClass> FLIGHT_RECORDER_EVENTS =
            nameMatching("io\\.addrscope\\.jfr\\.FlightRecorderEvents(\\$.*)?").forSubtype();

    @ArchTest
    static void packagesUseOnlyThoseBeforeThem(JavaClasses library) {
        for (int i = 0; i < PACKAGES.size(); i++) {
            String[] later = PACKAGES.subList(i + 1, PACKAGES.size()).toArray(String[]::new);
            if (later.length > 0) {
                noClasses()
                        .that()
                        .resideInAPackage(PACKAGES.get(i))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(later)
                        .allowEmptyShould(true)
                        .check(library);
            }
        }
    }

    @ArchTest
    static void everyPackageHasItsPlace(JavaClasses library) {
        assertThat(packagesOf(library)).isNotEmpty().isSubsetOf(PACKAGES);
    }

    @ArchTest
    static final ArchRule JNA_IS_USED_IN_ONE_PLACE = noClasses()
            .that()
            .resideOutsideOfPackage("io.addrscope.linux")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..")
            .because("the system has one seam, and works without JNA");

    @ArchTest
    static final ArchRule JNA_IS_LOADED_ON_PURPOSE = noClasses()
            .that()
            .haveNameNotMatching("io\\.addrscope\\.linux\\.(JnaSyscalls(\\$.*)?|NativeSupport)")
            .should()
            .dependOnClassesThat(resideInAPackage("com.sun.jna..").or(simpleName("JnaSyscalls")))
            .because("a class that mentions it cannot be loaded without it");

    @ArchTest
    static final ArchRule NOTHING_IS_LOGGED_BY_THE_APPLICATIONS_LOGGERS =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("java.util.logging..");

    @ArchTest
    static final ArchRule NO_FILE_IS_MAPPED = noClasses()
            .should()
            .callMethodWhere(target(name("map")).and(target(owner(assignableTo("java.nio.channels.FileChannel")))))
            .because("reading a mapped file that is cut ends the process");

    @ArchTest
    static final ArchRule ONLY_WHAT_A_MINIMAL_IMAGE_HAS = classes()
            .that(are(not(FLIGHT_RECORDER_EVENTS)))
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackages(
                    "java.sql..", "java.desktop..", "javax..", "jdk..", "sun..", "java.lang.instrument.."))
            .because("java.base is all that the library may ask for");

    @ArchTest
    static final ArchRule FLIGHT_RECORDER_IS_LOADED_ON_PURPOSE = classes()
            .that(are(FLIGHT_RECORDER_EVENTS))
            .should()
            .onlyDependOnClassesThat(resideOutsideOfPackages("jdk..").or(resideInAPackage("jdk.jfr")))
            .andShould()
            .onlyHaveDependentClassesThat(are(FLIGHT_RECORDER_EVENTS).or(simpleName("LibraryEvents")))
            .because("these events are JFR's, and whoever loads them first looks whether it is there");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses library) throws ClassNotFoundException {
        for (String name : packagesOf(library)) {
            Class<?> description = Class.forName(name + ".package-info");
            assertThat(description.isAnnotationPresent(NullMarked.class))
                    .as("%s is @NullMarked", name)
                    .isTrue();
        }
    }

    private static Set<String> packagesOf(JavaClasses library) {
        return library.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    }
}
