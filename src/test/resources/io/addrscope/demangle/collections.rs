// SPDX-License-Identifier: Apache-2.0
// Uses a crate of generic collections in many ways, each of which makes names of that crate.
use hashbrown::hash_map::Entry;
use hashbrown::{HashMap, HashSet};
use std::collections::hash_map::RandomState;
use std::fmt::Debug;
use std::hash::{BuildHasher, Hash};

struct Pair<A, B>(A, B);

impl<A: Debug, B: Debug> Pair<A, B> {
    fn show(&self) -> String {
        format!("{:?}{:?}", self.0, self.1)
    }
}

fn count<K: Hash + Eq + Clone + Debug, S: BuildHasher>(keys: &[K], hasher: S) -> HashMap<K, usize, S> {
    let mut counts = HashMap::with_hasher(hasher);
    for key in keys {
        match counts.entry(key.clone()) {
            Entry::Occupied(mut seen) => *seen.get_mut() += 1,
            Entry::Vacant(new) => {
                new.insert(1);
            }
        }
    }
    counts.retain(|_, count| *count < 1000);
    counts.shrink_to_fit();
    counts
}

fn distinct<K: Hash + Eq + Clone + Debug, const N: usize>(keys: [K; N]) -> usize {
    let mut set: HashSet<K, RandomState> = keys.iter().cloned().collect();
    let other: HashSet<K, RandomState> = keys.iter().take(N / 2).cloned().collect();
    set.extend(other.iter().cloned());
    set.difference(&other).map(|key| format!("{:?}", key).len()).sum::<usize>() + set.union(&other).count()
}

fn all<K: Hash + Eq + Clone + Debug>(keys: [K; 3]) -> String {
    let counts = count(&keys, RandomState::new());
    let mut drained: Vec<(K, usize)> = counts.clone().into_iter().filter(|(_, count)| *count > 0).collect();
    drained.sort_by_key(|(_, count)| *count);
    Pair(drained, distinct(keys)).show()
}

fn main() {
    println!("{}", all([1u8, 2, 3]));
    println!("{}", all(["a", "b", "c"]));
    println!("{}", all([String::new(), "x".to_string(), "y".to_string()]));
    println!("{}", all([(1i64, 'a', true), (2, 'b', false), (3, 'c', true)]));
    println!("{}", all([Some(vec![1u128]), None, Some(vec![])]));
    println!("{}", all([Ok::<&[u8; 2], Box<str>>(&[1, 2]), Err("x".into()), Err("".into())]));
    println!("{}", all([main as fn(), main, main]));
    println!("{}", all([(), (), ()]));
    println!("{}", all([[[0u16; 2]; 3], [[1; 2]; 3], [[2; 2]; 3]]));
    println!("{}", all([&Some(&1isize), &None, &None]));
}
