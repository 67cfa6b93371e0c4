// SPDX-License-Identifier: Apache-2.0
package io.addrscope.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    private final List<String> problems = new ArrayList<>();

    @AfterEach
    void forgetProperties() {
        for (OptionKey option : OptionKey.values()) {
            System.clearProperty(option.property());
        }
    }

    @Test
    void theArgumentWinsOverThePropertyAndThePropertyOverTheDefault() {
        System.setProperty("addrscope.source", "text");
        System.setProperty("addrscope.memory", "8m");
        Options options = settle("source=ioctl");
        assertThat(options.get(OptionKey.SOURCE)).isEqualTo("ioctl");
        assertThat(options.get(OptionKey.MEMORY)).isEqualTo("8m");
        assertThat(options.get(OptionKey.JMX)).isEqualTo("off");
        assertThat(problems).isEmpty();
    }

    @Test
    void anAttachedAgentLeavesCrashesAlone() {
        assertThat(Options.settle(Arguments.parse(null).given, true, problems).get(OptionKey.CRASH))
                .isEqualTo("off");
        assertThat(settle("").get(OptionKey.CRASH)).isEqualTo("on");
        assertThat(Options.settle(Arguments.parse("crash=on").given, true, problems)
                        .get(OptionKey.CRASH))
                .isEqualTo("on");
    }

    @Test
    void aBadPropertyIsNamedAndTheDefaultHolds() {
        System.setProperty("addrscope.jmx", "yes");
        assertThat(settle("").get(OptionKey.JMX)).isEqualTo("off");
        assertThat(problems).containsExactly("system property addrscope.jmx cannot be 'yes' (on|off); it is ignored");
    }

    @Test
    void listsKeepTheirSemicolonsAndBlanksAroundPairsGo() {
        Options options = settle(" debug.dirs=/a b;/c , ,include=libc;libjvm,crash.dir=-");
        assertThat(options.get(OptionKey.DEBUG_DIRS)).isEqualTo("/a b;/c");
        assertThat(options.get(OptionKey.INCLUDE)).isEqualTo("libc;libjvm");
        assertThat(options.get(OptionKey.CRASH_DIR)).isEqualTo("-");
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(OptionKey.class)
    void everyDefaultIsAValidValue(OptionKey option) {
        assertThat(option.accepts(option.fallback(false))).isTrue();
        assertThat(option.accepts(option.fallback(true))).isTrue();
        assertThat(OptionKey.of(option.key)).isSameAs(option);
        assertThat(option.variable()).matches("ADDRSCOPE_[A-Z_]+");
    }

    @ParameterizedTest
    @CsvSource({"jxm,jmx", "memry,memory", "debugdirs,debug.dirs", "JMX,jmx", "sources,source", "debuginfo,debuginfod"})
    void theNearestKeyIsTheOneThatWasMeant(String typed, String meant) {
        assertThat(Arguments.parse(typed + "=on").problems)
                .containsExactly("unknown option '" + typed + "'; the nearest one is '" + meant + "'");
    }

    @ParameterizedTest
    @CsvSource({"1048576,1048576", "64m,67108864", "64M,67108864", "2g,2147483648", "2048k,2097152"})
    void sizes(String text, long bytes) {
        assertThat(OptionKey.bytes(text)).isEqualTo(bytes);
        assertThat(OptionKey.MEMORY.accepts(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "-1m", "1.5g", "64mb", "64 m", "9999999999999999999", "0", "1k", "2000g", "٣٢m"})
    void noSizes(String text) {
        assertThat(OptionKey.MEMORY.accepts(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ON", "on|off", "o", "|", "true"})
    void noSwitch(String text) {
        assertThat(OptionKey.JMX.accepts(text)).isFalse();
    }

    @Test
    void aHostileArgumentIsOnlyAProblem() {
        String hostile = "=,==,=on," + "x".repeat(100_000) + "=1,jmx=" + "on".repeat(1000) + ",,,\u0000\n=\n";
        Arguments arguments = Arguments.parse(hostile);
        assertThat(arguments.given).isEqualTo(new EnumMap<>(OptionKey.class));
        assertThat(arguments.problems).hasSize(6);
    }

    private Options settle(String text) {
        return Options.settle(Arguments.parse(text).given, false, problems);
    }
}
