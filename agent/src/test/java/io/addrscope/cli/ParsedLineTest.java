// SPDX-License-Identifier: Apache-2.0
package io.addrscope.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ParsedLineTest {

    private static final CommandSpec SPEC = new CommandSpec(
            "command",
            "",
            "",
            "",
            List.of(
                    Target.PID,
                    Option.flag("--json", "-j", ""),
                    Option.choice("--source", "auto|ioctl|text", ""),
                    Option.value("--timeout", "SECONDS", "")));

    @Test
    void optionsMayStandAnywhereAndArgumentsMayBeJoined() {
        ParsedLine line = parse("a", "-p", "7", "--source=text", "b", "-j", "--timeout", "5");

        assertThat(line.value("-p")).isEqualTo("7");
        assertThat(line.value("--source")).isEqualTo("text");
        assertThat(line.value("--timeout")).isEqualTo("5");
        assertThat(line.has("--json")).isTrue();
        assertThat(line.operands()).containsExactly("a", "b");
    }

    @Test
    void twoDashesEndTheOptions() {
        assertThat(parse("--", "--json", "--").operands()).containsExactly("--json", "--");
    }

    @Test
    void negativeNumbersAndASingleDashAreOperands() {
        assertThat(parse("-1", "-", "-0x7f").operands()).containsExactly("-1", "-", "-0x7f");
    }

    @Test
    void theLastOneCounts() {
        assertThat(parse("-p", "1", "-p", "2").value("-p")).isEqualTo("2");
    }

    @Test
    void mistakesAreNamedWithAWayOut() {
        assertRefused("unknown option \"--jsn\"; did you mean --json?", "--jsn");
        assertRefused("unknown option \"--tim\"; did you mean --timeout?", "--tim=3");
        assertRefused("unknown option \"--entirely-else\"", "--entirely-else");
        assertRefused("-p needs an argument: -p PID", "-p");
        assertRefused("--json takes no argument", "--json=yes");
        assertRefused("--source cannot be \"magic\"; write one of auto|ioctl|text", "--source", "magic");
        assertRefused("--source cannot be \"\"; write one of auto|ioctl|text", "--source=");
        assertRefused("--source cannot be \"auto|ioctl\"; write one of auto|ioctl|text", "--source=auto|ioctl");
    }

    private static ParsedLine parse(String... tokens) {
        return ParsedLine.parse(SPEC, tokens, 0);
    }

    private static void assertRefused(String message, String... tokens) {
        assertThatThrownBy(() -> parse(tokens))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }
}
