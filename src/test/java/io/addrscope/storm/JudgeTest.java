// SPDX-License-Identifier: Apache-2.0
package io.addrscope.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.addrscope.model.Device;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** The judge's rule, at its borders, with a log written by hand. */
class JudgeTest {

    private static final int RECORDS = 8;
    private static final Device DEVICE = new Device(0xfe, 0);
    private static final long PAGE = 0x5000;
    private static final Question QUESTION = new Question(0, 0, PAGE + 0x123);
    private static final long TWIN = 77;
    private static final long UNDER_WAY = Long.MAX_VALUE;

    private final StormLog log = new StormLog(1, RECORDS);
    private final ByteBuffer bytes = log.bytes().order(ByteOrder.nativeOrder());
    private final Answer answer = new Answer();

    private void change(long before, long after, int presence, int permissions, long inode, long offset, int via) {
        long count = bytes.getLong(0);
        int at = StormLog.RING_HEADER_BYTES + (int) (count % RECORDS) * StormLog.RECORD_BYTES;
        long[] fields = {before, after, 0, presence, permissions, inode, offset, via};
        for (int i = 0; i < fields.length; i++) {
            bytes.putLong(at + 8 * i, fields[i]);
        }
        bytes.putLong(0, count + 1);
    }

    private void map(long before, long after, int permissions, long inode, long offset) {
        change(before, after, Change.MAPPED, permissions, inode, offset, 0);
    }

    private void unmap(long before, long after) {
        change(before, after, Change.HOLE, 0, 0, 0, 0);
    }

    private Verdict judge(long begin, long end) {
        return judge(begin, end, 0);
    }

    private Verdict judge(long begin, long end, long lease) {
        return new Judge(log, DEVICE, new long[] {TWIN}, lease).judge(QUESTION, answer, begin, end);
    }

    private void answerMapped(int permissions, long inode, long offset) {
        answer.setMapped(permissions, inode, DEVICE.major(), DEVICE.minor(), offset + 0x123);
    }

    @Test
    void aStateHoldsFromTheBeginningOfItsChangeToTheEndOfTheNext() {
        unmap(0, 10);
        map(100, 110, 1, 0, 0);
        unmap(200, 210);
        answerMapped(1, 0, 0);
        assertThat(judge(50, 99)).isEqualTo(Verdict.WRONG_PRESENCE);
        assertThat(judge(50, 100)).isEqualTo(Verdict.RIGHT);
        assertThat(judge(150, 160)).isEqualTo(Verdict.RIGHT);
        assertThat(judge(210, 300)).isEqualTo(Verdict.RIGHT);
        assertThat(judge(211, 300)).isEqualTo(Verdict.WRONG_PRESENCE);
        answer.setUnmapped();
        assertThat(judge(50, 99)).isEqualTo(Verdict.RIGHT);
        assertThat(judge(110, 199)).isEqualTo(Verdict.RIGHT);
        assertThat(judge(111, 199)).isEqualTo(Verdict.WRONG_PRESENCE);
        assertThat(judge(111, 200)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void aLeaseMovesTheBeginBack() {
        unmap(0, 10);
        map(100, 110, 1, 0, 0);
        answer.setUnmapped();
        assertThat(judge(150, 160, 39)).isEqualTo(Verdict.WRONG_PRESENCE);
        assertThat(judge(150, 160, 40)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void ageIsTheLeaseThatWouldDo() {
        map(10, 20, 1, 0, 0);
        map(100, 110, 3, 0, 0);
        map(200, 210, 5, 0, 0);
        Judge judge = new Judge(log, DEVICE, new long[] {TWIN}, 0);
        answerMapped(1, 0, 0);
        assertThat(judge.age(QUESTION, answer, 500)).isEqualTo(390);
        assertThat(judge(500, 510, 389).isWrong()).isTrue();
        assertThat(judge(500, 510, 390)).isEqualTo(Verdict.RIGHT);
        answerMapped(5, 0, 0);
        assertThat(judge.age(QUESTION, answer, 500)).isZero();
        answerMapped(7, 0, 0);
        assertThat(judge.age(QUESTION, answer, 500)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void bothStatesAreAllowedWhileAChangeIsUnderWay() {
        map(0, 10, 1, 0, 0);
        map(100, UNDER_WAY, 3, 0, 0);
        Judge judge = new Judge(log, DEVICE, new long[] {TWIN}, 0);
        for (int permissions : new int[] {1, 3}) {
            answerMapped(permissions, 0, 0);
            assertThat(judge.judge(QUESTION, answer, 500, 600)).isEqualTo(Verdict.RIGHT);
            assertThat(judge.isDecided()).isFalse();
        }
        answerMapped(5, 0, 0);
        assertThat(judge.judge(QUESTION, answer, 500, 600)).isEqualTo(Verdict.WRONG_PERMISSIONS);
        assertThat(judge.judge(QUESTION, answer, 50, 60)).isEqualTo(Verdict.WRONG_PERMISSIONS);
        assertThat(judge.isDecided()).isTrue();
    }

    @Test
    void eachPartIsJudgedAndAllTogether() {
        map(0, 10, 1, 5, 0x2000);
        answerMapped(1, 5, 0x2000);
        assertThat(judge(20, 30)).isEqualTo(Verdict.RIGHT);
        answerMapped(3, 5, 0x2000);
        assertThat(judge(20, 30)).isEqualTo(Verdict.WRONG_PERMISSIONS);
        answerMapped(1, 6, 0x2000);
        assertThat(judge(20, 30)).isEqualTo(Verdict.WRONG_FILE);
        answerMapped(1, 5, 0x3000);
        assertThat(judge(20, 30)).isEqualTo(Verdict.WRONG_OFFSET);
        answer.setMapped(1, 5, DEVICE.major(), DEVICE.minor() + 1, 0x2123);
        assertThat(judge(20, 30)).isEqualTo(Verdict.WRONG_FILE);
        map(100, 110, 3, 6, 0x2000);
        answerMapped(1, 6, 0x2000);
        assertThat(judge(90, 120)).isEqualTo(Verdict.TORN);
    }

    @Test
    void aMoveMayShowAHoleWhileItIsUnderWay() {
        map(0, 10, 1, 0, 0);
        change(100, 110, Change.MAPPED, 3, 0, 0, Change.VIA_UNMAPPED);
        answer.setUnmapped();
        assertThat(judge(50, 99)).isEqualTo(Verdict.WRONG_PRESENCE);
        assertThat(judge(50, 100)).isEqualTo(Verdict.RIGHT);
        assertThat(judge(110, 120)).isEqualTo(Verdict.RIGHT);
        assertThat(judge(111, 120)).isEqualTo(Verdict.WRONG_PRESENCE);
    }

    @Test
    void allIsAllowedWhileAChangeSaysSo() {
        map(0, 10, 1, 0, 0);
        change(100, 110, Change.MAPPED, 5, TWIN, 0, Change.VIA_ANYTHING);
        answerMapped(7, 6, 0x9000);
        assertThat(judge(50, 99)).isEqualTo(Verdict.WRONG_PERMISSIONS);
        assertThat(judge(50, 100)).isEqualTo(Verdict.RIGHT);
        assertThat(judge(110, 120)).isEqualTo(Verdict.RIGHT);
        assertThat(judge(111, 120)).isEqualTo(Verdict.WRONG_PERMISSIONS);
    }

    @Test
    void nothingIsKnownOfTheTimeBeforeAPageHadItsNumber() {
        map(10, 20, 1, 0, 0);
        change(0, 200, Change.FOREIGN, 0, 0, 0, Change.VIA_ANYTHING);
        map(300, 310, 3, 0, 0);
        answerMapped(5, TWIN, 0);
        assertThat(judge(201, 210)).isEqualTo(Verdict.WRONG_FILE);
        assertThat(judge(201, 210, 1)).isEqualTo(Verdict.RIGHT);
        assertThat(judge(320, 330)).isEqualTo(Verdict.WRONG_PERMISSIONS);
        assertThat(judge(320, 330, 315)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void whatIsGivenUpMayHoldAnythingButATwin() {
        change(0, 10, Change.FOREIGN, 0, 0, 0, 0);
        answer.setUnmapped();
        assertThat(judge(20, 30)).isEqualTo(Verdict.RIGHT);
        answerMapped(3, 5, 0);
        assertThat(judge(20, 30)).isEqualTo(Verdict.RIGHT);
        answerMapped(5, TWIN, 0);
        assertThat(judge(20, 30)).isEqualTo(Verdict.WRONG_FILE);
        answer.setMapped(5, TWIN, 0, 0x2f, 0x123);
        assertThat(judge(20, 30)).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void whatTheLogHasLostIsNotJudged() {
        for (int i = 0; i < 3 * RECORDS; i++) {
            map(100L * i, 100L * i + 10, i % 2, 0, 0);
        }
        long oldest = 100L * (3 * RECORDS - (RECORDS - 1));
        answerMapped(7, 0, 0);
        assertThat(judge(oldest + 11, oldest + 20)).isEqualTo(Verdict.WRONG_PERMISSIONS);
        assertThat(judge(oldest + 10, oldest + 20)).isEqualTo(Verdict.UNJUDGED);
    }

    @Test
    void whatWasAskedOfAnotherPageIsNotJudged() {
        map(0, 10, 1, 0, 0);
        answer.setUnmapped();
        assertThat(judge(20, 30)).isEqualTo(Verdict.WRONG_PRESENCE);
        bytes.putLong(16, 1);
        assertThat(judge(20, 30)).isEqualTo(Verdict.UNJUDGED);
    }
}
