// SPDX-License-Identifier: Apache-2.0
/**
 * The pipeline from an address to a {@link io.addrscope.model.Location}: which mapping, which file, where in the ELF
 * image, and for what is missing the reason.
 *
 * <h2>What shows that an image is the mapped one</h2>
 *
 * <p>The kernel's numbers do not tell one build from another that was written into the same inode, or into one that got its number.
 * So whatever is kept of an image is believed only with a proof ({@code ImageProof}), which is asked for with each verified
 * answer. There are two.
 *
 * <p><b>The note in memory</b>: the build ID stands where the image has it. It costs more than the query itself, and shows no more
 * than that these bytes stand there.
 *
 * <p><b>The file that is held</b> ({@code HeldFileProof}): the file that the image was read from, on the device and with the inode
 * that the mapping has, is held by a descriptor, and its change time and size are still what they were. As long as it is held, its
 * inode is not freed, and no other file on that device has its number: a mapping of which the kernel gives that device and inode is of
 * that file. As long as its change time is the same, it has not been written since it was read. The query and one {@code fstat}
 * show both for the time of the query, whatever was mapped or written before, and take less than half the time that the note
 * takes. It is not believed, and the note read, where a change might not show:
 *
 * <ul>
 *   <li>A change is dated by a clock that ticks a hundred times a second, on some file systems once; a second change within the
 *       tick looks like the first. And it is dated when it begins: when a call is about to write, or a page that is mapped shared is
 *       first written to since the kernel last wrote it back, which it does every half minute unless it is told otherwise. So a file is
 *       held only if it has not been changed for a quarter of an hour. What remains is one call that takes longer than that
 *       to write, and a program that writes to the same mapped page after so long, on a system that does not write pages back.
 *   <li>File systems other than ext4 (ext2, ext3) and XFS are not trusted: tmpfs does not date what is written to mapped pages,
 *       network file systems date when they hear of it, overlayfs may show another file's times than those of the mapped one.
 *   <li>Where {@code stat} gives another device than the mapping has, as on btrfs and in many containers, the inode's number
 *       alone shows nothing.
 *   <li>What has no file is not held: memory files, the vDSO, a file that was deleted before it was looked at.
 *   <li>A descriptor that somebody else has closed stands for nothing, or for another file, which is not the one that was held; it is
 *       looked at again before it is closed, and not closed then.
 * </ul>
 *
 * <p>Neither shows what a process writes into its own copies of pages, nor what root does beneath a file system, or with a clock
 * that is set back to the tick. Holding a file keeps its blocks when it is deleted, and its file system mounted, as its mapping does. So
 * it is held only while it is asked about some thousand times ({@code HeldFiles} says when it is let go), never more than 64 files
 * in one JVM, and by a descriptor that does not let it be read, breaks no lease of it, and is closed on {@code exec}. A child made by
 * {@code fork} inherits it; there, too, it tells the truth.
 *
 * <p>The entry class is {@link io.addrscope.locate.Locator}. May use every package below the façade but the renderers.
 */
@NullMarked
package io.addrscope.locate;

import org.jspecify.annotations.NullMarked;
