//! Movement without chance: the same seed and time give the same value.

use std::f64::consts::TAU;

/// A number from 0 to 1 that belongs to a seed and a key.
pub fn share(seed: u64, key: u64) -> f64 {
    (mixed(seed, key) >> 11) as f64 / (1u64 << 53) as f64
}

/// The bits that belong to a seed and a key: the mixing steps of SplitMix64.
pub(crate) fn mixed(seed: u64, key: u64) -> u64 {
    let mut z = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(key.wrapping_mul(0xD1B5_4A32_D192_ED03));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// A smooth curve between -1 and 1 that takes about `period` for a wave, in the unit of `t`.
pub fn wave(seed: u64, period: f64, t: f64) -> f64 {
    // Three waves whose periods share no multiple: the sum looks irregular.
    let parts = [(0.55, 1.0), (0.3, 0.618), (0.15, 0.271)];
    let part = |(i, (height, stretch)): (usize, &(f64, f64))| {
        height * (t / (period * stretch) * TAU + share(seed, i as u64) * TAU).sin()
    };
    parts.iter().enumerate().map(part).sum()
}
