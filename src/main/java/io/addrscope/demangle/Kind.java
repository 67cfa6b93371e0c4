// SPDX-License-Identifier: Apache-2.0
package io.addrscope.demangle;

/**
 * The kinds of {@link Tree} nodes, with their operands. They fall into three areas, each printed by a class of its own:
 * names below {@link #FIRST_TYPE}, types below {@link #FIRST_EXPRESSION}, expressions from there on.
 */
final class Kind {
    // Names
    // ------------------------------------------------------------------------------------------------------------

    /** (length, elements...). Printed with commas between. */
    static final int LIST = 0;
    /** (start, end) in the raw name. */
    static final int SOURCE_NAME = 1;
    /** (kept text). */
    static final int TEXT = 2;
    /** (scope, name). */
    static final int NESTED_NAME = 3;
    /** (function encoding, entity). */
    static final int LOCAL_NAME = 4;
    /** (name): one with a leading {@code ::}. */
    static final int GLOBAL_NAME = 5;
    /** (template name, {@link #TEMPLATE_ARGS}). */
    static final int TEMPLATE_ID = 6;
    /** (list). */
    static final int TEMPLATE_ARGS = 7;
    /** (name, tag). */
    static final int ABI_TAG = 8;
    /** (letter behind the S, 1 if written out for a constructor). */
    static final int STANDARD_NAME = 9;
    /** (class name, 1 for the destructor). */
    static final int CTOR_DTOR_NAME = 10;
    /** (type or name): a destructor named in an expression. */
    static final int DESTRUCTOR_NAME = 11;
    /** (start, end) of the number in the raw name. */
    static final int UNNAMED_TYPE = 12;
    /** (template parameters, their requires, parameters, their requires, start, end of the number). */
    static final int CLOSURE_TYPE = 13;
    /** (list of names). */
    static final int STRUCTURED_BINDING = 14;
    /** (operator). */
    static final int OPERATOR_NAME = 15;
    /** (type converted to, or the name of a vendor's operator). */
    static final int CONVERSION_OPERATOR = 16;
    /** (suffix name). */
    static final int LITERAL_OPERATOR = 17;
    /** (parent or none, name, 1 for a partition). */
    static final int MODULE_NAME = 18;
    /** (module, name). */
    static final int MODULE_ENTITY = 19;
    /** (scope, name): a friend defined in a class that its constraints depend on. */
    static final int FRIEND_NAME = 20;
    /** (name, return type, parameters, qualifiers, enable_if attribute, requires). */
    static final int ENCODING = 21;
    /** (kept text, what it is for). */
    static final int SPECIAL_NAME = 22;
    /** (base type, derived type). */
    static final int CONSTRUCTION_VTABLE = 23;
    /** (encoding, start, end): with a vendor's suffix. */
    static final int SUFFIXED = 24;
    /** (list of conditions). */
    static final int ENABLE_IF = 25;
    /** (list): a parameter pack; prints the element that the expansion around it is at. */
    static final int PARAMETER_PACK = 26;
    /** (list): the arguments of a pack, all printed. */
    static final int ARGUMENT_PACK = 27;
    /** (parameter index, target, 1 while being printed). */
    static final int FORWARD_REFERENCE = 28;
    /** (parameter declaration, argument). */
    static final int QUALIFIED_ARGUMENT = 29;
    /** (letter of the sort, index): an invented name. */
    static final int PARAMETER_NAME = 30;
    /** (name). */
    static final int TYPE_PARAMETER = 31;
    /** (constraint, name). */
    static final int CONSTRAINED_PARAMETER = 32;
    /** (type, name). */
    static final int VALUE_PARAMETER = 33;
    /** (parameters, name, requires). */
    static final int TEMPLATE_PARAMETER = 34;
    /** (declaration). */
    static final int PACK_PARAMETER = 35;

    // Types
    // ------------------------------------------------------------------------------------------------------------

    static final int FIRST_TYPE = 40;
    /** (kept text). */
    static final int BUILTIN_TYPE = 40;
    /** (type, qualifiers as in {@link Qualifiers}). */
    static final int QUALIFIED_TYPE = 41;
    /** (type, qualifier's name, template arguments or none). */
    static final int VENDOR_QUALIFIED_TYPE = 42;
    /** (type, kept text): complex, imaginary. */
    static final int POSTFIX_TYPE = 43;
    /** (kept text, name): struct, union, enum. */
    static final int ELABORATED_TYPE = 44;
    /** (type). */
    static final int POINTER_TYPE = 45;
    /** (type, 1 for an rvalue reference). */
    static final int REFERENCE_TYPE = 46;
    /** (class type, member type). */
    static final int MEMBER_POINTER_TYPE = 47;
    /** (element type, bound or none). */
    static final int ARRAY_TYPE = 48;
    /** (return type, parameters, qualifiers, exception specification or none). */
    static final int FUNCTION_TYPE = 49;
    /** (expression). */
    static final int NOEXCEPT = 50;
    /** (types). */
    static final int THROW = 51;
    /** (element type, dimension or none). */
    static final int VECTOR_TYPE = 52;
    /** (dimension). */
    static final int PIXEL_VECTOR_TYPE = 53;
    /** (start, end) of the number of bits in the raw name. */
    static final int FLOAT_N_TYPE = 54;
    /** (bits, 1 for unsigned). */
    static final int BIT_INT_TYPE = 55;
    /** (type, start, end of the protocol's name). */
    static final int OBJC_TYPE = 56;
    /** (name, type): a vendor's type trait. */
    static final int TRANSFORMED_TYPE = 57;
    /** (type or expression). */
    static final int PACK_EXPANSION = 58;
    /** (type): the parameter {@code this}. */
    static final int EXPLICIT_OBJECT = 59;
    /** (constraint, kept text): constrained auto. */
    static final int CONSTRAINED_AUTO = 60;

    // Expressions
    // ------------------------------------------------------------------------------------------------------

    static final int FIRST_EXPRESSION = 70;
    /** (left, operator, right). */
    static final int BINARY = 70;
    /** (operator, operand). */
    static final int PREFIX = 71;
    /** (operand, operator). */
    static final int POSTFIX = 72;
    /** (array, index). */
    static final int SUBSCRIPT = 73;
    /** (condition, then, else). */
    static final int CONDITIONAL = 74;
    /** (object, operator, member). */
    static final int MEMBER = 75;
    /** (kept text, operand, precedence): operand in parentheses behind a word. */
    static final int ENCLOSED = 76;
    /** (operator, type, operand): the named casts. */
    static final int NAMED_CAST = 77;
    /** (type, operands). */
    static final int CONVERSION = 78;
    /** (callee, arguments, 1 if the callee is in parentheses). */
    static final int CALL = 79;
    /** (placement arguments, type, initializers or none, flags as in {@link ExpressionParser}). */
    static final int NEW = 80;
    /** (operand, flags). */
    static final int DELETE = 81;
    /** (type or none, elements). */
    static final int INIT_LIST = 82;
    /** (member or index, value, 1 for an index). */
    static final int DESIGNATED = 83;
    /** (first, last, value). */
    static final int DESIGNATED_RANGE = 84;
    /** (operator, pack, initial value or none, 1 for a left fold). */
    static final int FOLD = 85;
    /** (operand). */
    static final int THROW_EXPRESSION = 86;
    /** (pack). */
    static final int SIZEOF_PACK = 87;
    /** (list): sizeof... of a captured pack. */
    static final int SIZEOF_ARGUMENTS = 88;
    /** (start, end) of the number in the raw name. */
    static final int FUNCTION_PARAMETER = 89;
    /** (type, start, end of the value); of a complex type, too. */
    static final int ENUM_LITERAL = 90;
    /** (kept name of type or suffix, start, end of the value). */
    static final int INTEGER_LITERAL = 91;
    /** (letter of the type, start, end of the hexadecimal digits). */
    static final int FLOAT_LITERAL = 92;
    /** (type). */
    static final int STRING_LITERAL = 93;
    /** (closure type). */
    static final int LAMBDA = 94;
    /** (type, operand, start, end of the offset): conversion of a pointer to member. */
    static final int MEMBER_POINTER_CONVERSION = 95;
    /** (type, operand, start, end of the offset). */
    static final int SUBOBJECT = 96;
    /** (parameters or none, requirements). */
    static final int REQUIRES = 97;
    /** (expression, 1 for noexcept, type constraint or none). */
    static final int EXPRESSION_REQUIREMENT = 98;
    /** (type). */
    static final int TYPE_REQUIREMENT = 99;
    /** (constraint). */
    static final int NESTED_REQUIREMENT = 100;

    private Kind() {}
}
