// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The shorter styles on real names, against what c++filt shows without parameters, and against that with everything in angle
 * brackets cut out. Three classes of names are left out, where c++filt takes away less: of special names, enclosing functions and
 * functions that are template arguments, it shows the parameters all the same. We show suffixes, which it does not.
 */
class StyleAgreementTest {
    private static final Pattern SPECIAL_NAME_OR_FUNCTION_ARGUMENT = Pattern.compile("_Z[TG].*|.*L_Z.*");
    private static final Pattern ENCLOSING_FUNCTION = Pattern.compile("\\)( const)?::|\\{lambda");
    private static final Pattern SUFFIX = Pattern.compile(" \\(\\.[^)]*\\)$");
    private static final Pattern OPERATOR =
            Pattern.compile("operator(?:<=>|<<=|>>=|->\\*|<<|>>|<=|>=|->|<|>)(?![A-Za-z0-9_])");

    @Test
    void leavesOutParameters() {
        List<String> names = names();
        List<String> theirs = answersWithoutParameters(names);
        Demangler demangler = Demangler.of(Style.WITHOUT_PARAMETERS);
        compare(
                names,
                names.stream()
                        .map(demangler::demangle)
                        .map(CxxSymbolsTest::asLlvm)
                        .toList(),
                theirs.stream().map(CxxSymbolsTest::asLlvm).toList());
    }

    @Test
    void leavesOutTemplateArguments() {
        List<String> names = names();
        List<String> theirs = answersWithoutParameters(names);
        Demangler demangler = Demangler.of(Style.WITHOUT_TEMPLATE_ARGUMENTS);
        compare(
                names,
                names.stream()
                        .map(demangler::demangle)
                        .map(StyleAgreementTest::withoutAbbreviations)
                        .toList(),
                theirs.stream().map(StyleAgreementTest::withoutAngleBrackets).toList());
    }

    /** Reduces {@code names} to those that can be compared. */
    private static List<String> answersWithoutParameters(List<String> names) {
        List<String> all = Reference.of(Tools.find("c++filt", "binutils"), "-p").demangle(names);
        List<String> kept = new ArrayList<>();
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String answer = all.get(i);
            boolean hasEnclosingFunction = ENCLOSING_FUNCTION
                    .matcher(answer.replace("(anonymous namespace)", ""))
                    .find();
            if (!hasEnclosingFunction) {
                kept.add(names.get(i));
                answers.add(answer);
            }
        }
        assertThat(kept).hasSizeGreaterThan(names.size() * 9 / 10).hasSizeGreaterThan(30_000);
        names.clear();
        names.addAll(kept);
        return answers;
    }

    private static void compare(List<String> names, List<String> ours, List<String> theirs) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String withoutSuffix = SUFFIX.matcher(ours.get(i)).replaceAll("");
            if (!withoutSuffix.equals(SUFFIX.matcher(theirs.get(i)).replaceAll(""))) {
                differences.add(names.get(i) + "\n  ours   " + ours.get(i) + "\n  theirs " + theirs.get(i));
            }
        }
        assertThat(differences).isEmpty();
    }

    private static List<String> names() {
        Path jvm = Path.of(System.getProperty("java.home"), "lib/server/libjvm.so");
        List<String> names = Tools.symbols(List.of(jvm, Libraries.loaded("libstdc++.so.6", "libstdc++6")), "_Z");
        names.removeIf(name -> SPECIAL_NAME_OR_FUNCTION_ARGUMENT.matcher(name).matches());
        return names;
    }

    private static String withoutAbbreviations(String name) {
        return name.replaceAll("std::(string|[io]+stream)\\b", "std::basic_$1");
    }

    private static String withoutAngleBrackets(String name) {
        StringBuilder out = new StringBuilder();
        Matcher operator = OPERATOR.matcher(name);
        int depth = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (depth == 0 && operator.region(i, name.length()).lookingAt()) {
                out.append(operator.group());
                i = operator.end() - 1;
                if (name.startsWith(" <", i + 1)) {
                    i++;
                }
            } else if (c == '<') {
                depth++;
            } else if (c == '>' && name.charAt(i - 1) != '-') {
                depth--;
            } else if (depth == 0) {
                out.append(c);
            }
        }
        return out.toString();
    }
}
