// SPDX-License-Identifier: Apache-2.0
// Generic code in every form that a mangled Rust name can hold.
use std::collections::HashMap;
use std::fmt::Debug;
pub trait Shape { fn area(&self) -> f64; fn name(&self) -> String { "x".into() } }
pub struct Sq<const N: usize>; pub struct Ch<const C: char, const B: bool, const I: i32>;
impl<const N: usize> Shape for Sq<N> { #[inline(never)] fn area(&self) -> f64 { N as f64 } }
impl<const C: char, const B: bool, const I: i32> Shape for Ch<C,B,I> { #[inline(never)] fn area(&self) -> f64 { I as f64 } }
#[inline(never)] pub fn apply<F: Fn(i32)->i32>(f: F) -> i32 { f(1) }
#[inline(never)] pub fn dy(b: &dyn Shape, c: &mut (dyn Debug + Send + 'static)) -> String { format!("{}{:?}", b.area(), c) }
#[inline(never)] pub fn generic<T: Debug, U>(t: T, _u: U) -> String { format!("{:?}", t) }
mod größe { #[inline(never)] pub fn straße() -> i32 { 7 } pub struct Ñandú; impl Ñandú { #[inline(never)] pub fn 東京(&self) -> u8 { 1 } } }
pub trait It { type A; fn go(&self, a: Self::A); }
impl<'a, T> It for &'a [T] where T: Clone { type A = Option<T>; #[inline(never)] fn go(&self, a: Self::A) { let _ = self.iter().cloned().chain(a).count(); } }
pub static S: &str = "x";
#[inline(never)] pub fn fp(f: extern "C" fn(i32, *const u8) -> u64, g: for<'a> fn(&'a str) -> &'a str) -> u64 { let _=g; f(1, std::ptr::null()) }
#[inline(never)] pub fn higher(f: &dyn for<'a> Fn(&'a str, &'a [u8; 4]) -> &'a str) -> usize { f("a", &[1,2,3,4]).len() }
pub fn all() {
  let k = 3; println!("{}", apply(|x| x + k)); println!("{}", apply(|x| apply(|y| x*y+k)));
  println!("{}", Sq::<3>.area() + Ch::<'q', true, -5>.area()+ Ch::<'\'', false, 5>.area() + Ch::<'ß', false, 5>.area());
  println!("{}", dy(&Sq::<1>, &mut 4)); println!("{}{}", Sq::<9>.name(), größe::straße() + größe::Ñandú.東京() as i32);
  println!("{}", generic((1u8, "s", [1i64; 3]), &mut [1u16][..])); println!("{}", generic(Some(vec![Box::new(1u128)]), HashMap::<String, (i8, isize, f32, f64, bool, char, u32, u64, usize)>::new()));
  (&[1,2][..]).go(Some(3)); extern "C" fn e(a: i32, _b: *const u8) -> u64 { a as u64 } fn g<'a>(s: &'a str) -> &'a str { s } println!("{}", higher(&|s, _| s)); let _ = e; println!("{}", generic(e as extern "C" fn(i32, *const u8)->u64, g as fn(&str)->&str)); println!("{}", generic::<*mut i32, ()>(std::ptr::null_mut(), ()));
  println!("{}", generic::<unsafe extern "C" fn(i32) -> (), fn()>({unsafe extern "C" fn q(_:i32){} q as unsafe extern "C" fn(i32)}, all as fn()));
  let mut v: Vec<Box<dyn Fn(&str) -> String + Send + Sync>> = vec![]; v.push(Box::new(move |s| format!("{s}{k}"))); for f in &v { println!("{}", f("z")); }
  let t = std::thread::spawn(|| { let mut h: HashMap<(u8, String), Vec<Option<Result<i32, std::num::ParseIntError>>>> = HashMap::new(); h.entry((1, "a".into())).or_default().push(Some("5".parse::<i32>())); println!("{:?}", h); }); t.join().unwrap();
}
fn main() { all(); }
