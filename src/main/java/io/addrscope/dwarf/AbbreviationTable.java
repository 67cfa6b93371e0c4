// SPDX-License-Identifier: Apache-2.0
package io.addrscope.dwarf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The abbreviations of a unit: what kinds of entries it has, and how each is written (DWARF 5, 7.5.3). Entries of a kind are
 * skipped by what was computed here once: at best one addition. Immutable once read.
 */
final class AbbreviationTable {

    /** Most abbreviations of one table. */
    private static final int MAX_ABBREVIATIONS = 1 << 18;

    /** Most attributes of one abbreviation; compilers write some dozens. */
    private static final int MAX_ATTRIBUTES_OF_ONE = 255;

    /** Most attributes of all abbreviations of one table. */
    private static final int MAX_ATTRIBUTES = 1 << 20;

    /** Abbreviations that there is room for at first where one is wanted, and where all are. */
    private static final int LEAST_ROOM = 4;

    private static final int USUAL_ROOM = 64;

    /** Attributes that there is room for at first, for each abbreviation. */
    private static final int ATTRIBUTES_EACH = 4;

    /** An entry that only matters for what it may contain. */
    static final byte OTHER = 0;

    /** A function. */
    static final byte FUNCTION = 1;

    /** An inlined call. */
    static final byte INLINED = 2;

    /** A namespace or type, which functions may be named after. */
    static final byte SCOPE = 3;

    /** A type of named values: as {@link #SCOPE}, but in most languages no function is in one. */
    static final byte ENUMERATION = 4;

    /** Whatever it contains, it is no function: so is a declaration of one, with nothing in it but parameters. */
    static final byte CLOSED = 5;

    /** No bytes can be skipped, or nobody knows how many. */
    private static final int NONE = -1;

    private final Encoding encoding;

    /** Indices by code; where codes are strange, those of which are in {@link #strange}. */
    private int[] byCode;

    /** Bytes of the values of entries that do not matter, by code; {@link #NONE} of others. */
    private int[] skippable;

    private @Nullable Map<Long, Integer> strange;

    private int count;
    private int[] tags;
    private byte[] kinds;
    private boolean[] parents;

    /** Bytes of an entry's values, by abbreviation; {@link Form#VARIABLE} if it depends on them. */
    private int[] sizes;

    /** Bytes of an entry's values in front of the one that says where the next one beside it is; {@link #NONE} without. */
    private int[] siblings;

    /** Attributes that say so, by abbreviation. */
    private int[] siblingAttributes;

    /** Index of the first attribute, by abbreviation, and one more for the end. */
    private int[] firsts;

    private int attributeCount;
    private char[] attributes;
    private char[] forms;
    private byte[] formSizes;
    private long @Nullable [] constants;

    /** @param room how many abbreviations there is room for at first */
    private AbbreviationTable(Encoding encoding, int room) {
        this.encoding = encoding;
        this.byCode = new int[room];
        this.skippable = none(new int[room], 0);
        this.tags = new int[room];
        this.kinds = new byte[room];
        this.parents = new boolean[room];
        this.sizes = new int[room];
        this.siblings = new int[room];
        this.siblingAttributes = new int[room];
        this.firsts = new int[room + 1];
        this.attributes = new char[room * ATTRIBUTES_EACH];
        this.forms = new char[room * ATTRIBUTES_EACH];
        this.formSizes = new byte[room * ATTRIBUTES_EACH];
    }

    /** Reads a table to its end. */
    static AbbreviationTable read(Input in, Encoding encoding) throws DwarfFormatException {
        AbbreviationTable table = new AbbreviationTable(encoding, USUAL_ROOM);
        for (long code = in.uleb(); code != 0; code = in.uleb()) {
            table.add(code, in);
        }
        return table;
    }

    /** Reads of a table the abbreviation for a code; if there is none, nothing. */
    static AbbreviationTable readOnly(long wanted, Input in, Encoding encoding) throws DwarfFormatException {
        AbbreviationTable table = new AbbreviationTable(encoding, LEAST_ROOM);
        for (long code = in.uleb(); code != 0; code = in.uleb()) {
            if (code == wanted) {
                table.add(code, in);
                break;
            }
            pass(in);
        }
        return table;
    }

    /** Goes behind an abbreviation whose code has been read. */
    private static void pass(Input in) throws DwarfFormatException {
        in.uleb();
        in.u8();
        while (true) {
            long attribute = in.uleb();
            long form = in.uleb();
            if (attribute == 0 && form == 0) {
                return;
            }
            if (form == Form.IMPLICIT_CONST) {
                in.sleb();
            }
        }
    }

    private void add(long code, Input in) throws DwarfFormatException {
        if (count >= MAX_ABBREVIATIONS) {
            throw in.fault("more abbreviations than are read");
        }
        if (count == tags.length) {
            grow();
        }
        long tag = in.uleb();
        int children = in.u8();
        int size = 0;
        boolean declared = false;
        boolean located = false;
        siblings[count] = NONE;
        while (true) {
            long attribute = in.uleb();
            long form = in.uleb();
            if (attribute == 0 && form == 0) {
                break;
            }
            int formSize = form < 0 || form > Character.MAX_VALUE ? Form.UNKNOWN : Form.size((int) form, encoding);
            if (formSize == Form.UNKNOWN) {
                throw in.fault("unknown form 0x" + Long.toHexString(form));
            }
            if (attribute == Attribute.SIBLING && size >= 0 && formSize > 0 && formSize <= Long.BYTES) {
                siblings[count] = size;
                siblingAttributes[count] = attributeCount;
            }
            addAttribute(attribute, (int) form, formSize, in);
            size = formSize < 0 || size < 0 ? Form.VARIABLE : size + formSize;
            declared |= attribute == Attribute.DECLARATION;
            located |= attribute == Attribute.LOW_PC || attribute == Attribute.RANGES;
        }
        tags[count] = (int) Math.min(tag, Integer.MAX_VALUE);
        kinds[count] = kind(tags[count], declared);
        parents[count] = children != 0;
        sizes[count] = size;
        boolean matters = parents[count] || (located && (kinds[count] == FUNCTION || kinds[count] == INLINED));
        putCode(code, count, matters ? NONE : size);
        count++;
        firsts[count] = attributeCount;
    }

    private static byte kind(int tag, boolean declared) {
        return switch (tag) {
            case Tag.SUBPROGRAM -> declared ? CLOSED : FUNCTION;
            case Tag.INLINED_SUBROUTINE -> INLINED;
            case Tag.ENUMERATION_TYPE -> ENUMERATION;
            case Tag.ARRAY_TYPE,
                    Tag.SUBROUTINE_TYPE,
                    Tag.CALL_SITE,
                    Tag.GNU_CALL_SITE,
                    Tag.GNU_TEMPLATE_PARAMETER_PACK,
                    Tag.GNU_FORMAL_PARAMETER_PACK -> CLOSED;
            case Tag.NAMESPACE, Tag.MODULE, Tag.CLASS_TYPE, Tag.STRUCTURE_TYPE, Tag.UNION_TYPE, Tag.INTERFACE_TYPE ->
                SCOPE;
            default -> OTHER;
        };
    }

    private void addAttribute(long attribute, int form, int formSize, Input in) throws DwarfFormatException {
        if (attributeCount >= MAX_ATTRIBUTES || attributeCount - firsts[count] >= MAX_ATTRIBUTES_OF_ONE) {
            throw in.fault("more attributes in abbreviations than are read");
        }
        if (attributeCount == attributes.length) {
            int length = attributeCount * 2;
            attributes = Arrays.copyOf(attributes, length);
            forms = Arrays.copyOf(forms, length);
            formSizes = Arrays.copyOf(formSizes, length);
        }
        if (form == Form.IMPLICIT_CONST) {
            long[] known = constants;
            if (known == null || known.length < attributes.length) {
                known = known == null ? new long[attributes.length] : Arrays.copyOf(known, attributes.length);
                constants = known;
            }
            known[attributeCount] = in.sleb();
        }
        attributes[attributeCount] = attribute < 0 || attribute > Character.MAX_VALUE ? 0 : (char) attribute;
        forms[attributeCount] = (char) form;
        formSizes[attributeCount] = (byte) formSize;
        attributeCount++;
    }

    private void grow() {
        int length = count * 2;
        tags = Arrays.copyOf(tags, length);
        kinds = Arrays.copyOf(kinds, length);
        parents = Arrays.copyOf(parents, length);
        sizes = Arrays.copyOf(sizes, length);
        siblings = Arrays.copyOf(siblings, length);
        siblingAttributes = Arrays.copyOf(siblingAttributes, length);
        firsts = Arrays.copyOf(firsts, length + 1);
    }

    /** Codes are 1, 2, 3 and so on with every known producer. */
    private void putCode(long code, int index, int skippableBytes) {
        if (code > 0 && code < 4L * count + 64) {
            if (code >= byCode.length) {
                int length = byCode.length;
                byCode = Arrays.copyOf(byCode, (int) code * 2);
                skippable = none(Arrays.copyOf(skippable, byCode.length), length);
            }
            if (byCode[(int) code] == 0) {
                byCode[(int) code] = index + 1;
                skippable[(int) code] = skippableBytes;
            }
            return;
        }
        Map<Long, Integer> others = strange;
        if (others == null) {
            others = new HashMap<>();
            strange = others;
        }
        others.putIfAbsent(code, index);
    }

    private static int[] none(int[] numbers, int from) {
        Arrays.fill(numbers, from, numbers.length, NONE);
        return numbers;
    }

    /** Returns the index of the abbreviation that an entry begins with; the code has been read. */
    int find(long code, Input in) throws DwarfFormatException {
        if (code > 0 && code < byCode.length) {
            int index = byCode[(int) code] - 1;
            if (index >= 0) {
                return index;
            }
        }
        Map<Long, Integer> others = strange;
        Integer index = others == null ? null : others.get(code);
        if (index == null) {
            throw in.fault("an entry without abbreviation: " + code);
        }
        return index;
    }

    Encoding encoding() {
        return encoding;
    }

    int tag(int index) {
        return tags[index];
    }

    byte kind(int index) {
        return kinds[index];
    }

    /** Returns whether what an entry contains may be named after it: of namespaces and types, and types of functions. */
    boolean isScope(int index) {
        return kinds[index] == SCOPE || kinds[index] == FUNCTION || kinds[index] == ENUMERATION;
    }

    boolean hasChildren(int index) {
        return parents[index];
    }

    /** Returns the index of the first attribute. */
    int first(int index) {
        return firsts[index];
    }

    /** Returns the index behind the last attribute. */
    int end(int index) {
        return firsts[index + 1];
    }

    /** Returns the name of an attribute by its index; 0 for one that is too high to matter. */
    int attribute(int at) {
        return attributes[at];
    }

    /** Returns the form of an attribute by its index. */
    int form(int at) {
        return forms[at];
    }

    /** Returns the value of an attribute that has it in the abbreviation. */
    long constant(int at) {
        long[] known = constants;
        return known == null ? 0 : known[at];
    }

    /** Returns the form of an attribute's size in bytes; negative if it depends on the value. */
    int formSize(int at) {
        return formSizes[at];
    }

    /** Goes behind entries that contain none, and are none, with code; as far as their sizes are known. */
    void skipEntries(Input in) {
        in.skipEntries(skippable);
    }

    /**
     * Returns the index of the attribute that tells where the next entry is beside the one whose code was read, and goes to it;
     * -1 if none tells, and then goes nowhere.
     */
    int findSibling(int index, Input in) throws DwarfFormatException {
        if (siblings[index] < 0 || !parents[index]) {
            return NONE;
        }
        in.skip(siblings[index]);
        return siblingAttributes[index];
    }

    /** Goes behind the values of an entry. */
    void skip(int index, Input in) throws DwarfFormatException {
        int size = sizes[index];
        if (size >= 0) {
            in.skip(size);
            return;
        }
        for (int at = firsts[index]; at < firsts[index + 1]; at++) {
            skipAttribute(at, in);
        }
    }

    /** Goes behind the value of an attribute. */
    void skipAttribute(int at, Input in) throws DwarfFormatException {
        int size = formSizes[at];
        if (size >= 0) {
            in.skip(size);
        } else {
            Form.skip(in, forms[at], encoding);
        }
    }

    /** Returns about how many bytes this takes. */
    long bytes() {
        return 8L * byCode.length + 22L * tags.length + 13L * attributes.length;
    }
}
