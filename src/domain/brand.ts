declare const brand: unique symbol;

/** A value that a predicate has recognised: an NHS number is a string, but not every string is one. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
