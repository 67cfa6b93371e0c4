// SPDX-License-Identifier: Apache-2.0
package io.addrscope.crash.explain;

import io.addrscope.crash.SignalInfo;
import io.addrscope.crash.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The signal was sent, and is no fault of the processor's (sigaction(2), {@code si_code}). */
final class SentSignalRule implements Rule {

    private static final Set<String> SENT = Set.of("SI_USER", "SI_TKILL", "SI_QUEUE");

    @Override
    public @Nullable Verdict judge(Scene scene) {
        Text sentBy = scene.report.header().sentBy();
        if (sentBy == null && !SENT.contains(scene.signalCode())) {
            return null;
        }
        SignalInfo info = scene.report.fault().signal();
        String signal = scene.signal().isEmpty() ? "a signal" : scene.signal();
        List<String> evidence = new ArrayList<>();
        if (!scene.signalCode().isEmpty()) {
            evidence.add("si_code is " + scene.signalCode() + ": no fault of the processor's, but sent by a program");
        } else if (sentBy != null) {
            evidence.add("the report says: " + sentBy.printable());
        }
        return new Verdict(
                Verdict.Kind.SENT_SIGNAL, "killed by a signal: " + signal + " was sent" + sender(info), evidence);
    }

    private static String sender(@Nullable SignalInfo info) {
        if (info == null || info.senderProcess() == null) {
            return "";
        }
        String user =
                info.senderUser() == null ? "" : " of user " + info.senderUser().value();
        String pid = Long.toString(info.senderProcess().value());
        if (info.senderNote() != null && info.senderNote().text().contains("current process")) {
            return " by the process itself (pid " + pid + ")";
        }
        return " by process " + pid + user;
    }
}
