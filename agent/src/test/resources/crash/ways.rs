// SPDX-License-Identifier: Apache-2.0
//! Ways to die in Rust: generic functions, closures, traits, and a panic.
#![crate_type = "cdylib"]

use std::ffi::c_void;

mod zoo {
    pub trait Animal {
        fn weight(&self) -> i64;
    }

    pub struct Shadow(pub *const i64);

    impl Animal for Shadow {
        #[inline(always)]
        fn weight(&self) -> i64 {
            unsafe { self.0.read_volatile() }
        }
    }

    #[inline(never)]
    pub fn weigh<A: Animal>(animal: &A, times: i64) -> i64 {
        animal.weight() * times
    }

    #[inline(never)]
    pub fn with<F: Fn(i64) -> i64>(action: F) -> i64 {
        action(3) + 1
    }
}

#[inline(never)]
fn rust_outer(address: i64) -> i64 {
    let shadow = zoo::Shadow(address as *const i64);
    zoo::with(|times| zoo::weigh(&shadow, times) + times) + 1
}

#[no_mangle]
pub extern "system" fn Java_io_addrscope_crashlab_Ways_readInStatic(
    _env: *mut c_void,
    _class: *mut c_void,
    address: i64,
) -> i64 {
    rust_outer(address) + 1
}

/// A panic may not leave a function of another language: it aborts.
#[no_mangle]
pub extern "system" fn Java_io_addrscope_crashlab_Ways_abort(_env: *mut c_void, _class: *mut c_void) -> i64 {
    let empty: Option<i64> = None;
    empty.expect("the cage is open")
}
