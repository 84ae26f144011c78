//! Small symmetric systems of equations.

/// A symmetric matrix, row by row.
#[derive(Debug, Clone)]
pub(super) struct Symmetric {
    size: usize,
    cells: Vec<f64>,
}

/// The lower triangle whose product with its mirror is a positive definite matrix.
#[derive(Debug, Clone)]
pub(super) struct Cholesky(Symmetric);

impl Symmetric {
    /// The matrix with these cells.
    pub(super) fn of(size: usize, cell: impl Fn(usize, usize) -> f64) -> Self {
        let cells = (0..size * size).map(|at| cell(at / size, at % size)).collect();
        Self { size, cells }
    }

    fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }

    /// Its factor; `None` unless every pivot is more than `tolerance` of its diagonal, so unless the matrix is positive
    /// definite beyond what rounding leaves.
    pub(super) fn cholesky(mut self, tolerance: f64) -> Option<Cholesky> {
        for row in 0..self.size {
            for column in 0..=row {
                let known: f64 =
                    (0..column).map(|before| self.at(row, before) * self.at(column, before)).sum();
                let rest = self.at(row, column) - known;
                let value = if row == column {
                    let floor = tolerance * self.at(row, row);
                    // Written so that a NaN fails too.
                    if !(rest > floor && rest.is_finite() && rest > 0.0) {
                        return None;
                    }
                    rest.sqrt()
                } else {
                    rest / self.at(column, column)
                };
                self.cells[row * self.size + column] = value;
            }
        }
        Some(Cholesky(self))
    }
}

impl Cholesky {
    /// The solution for a right side, in its place.
    pub(super) fn solve(&self, side: &mut [f64]) {
        let lower = &self.0;
        for row in 0..lower.size {
            let known: f64 = (0..row).map(|before| lower.at(row, before) * side[before]).sum();
            side[row] = (side[row] - known) / lower.at(row, row);
        }
        for row in (0..lower.size).rev() {
            let known: f64 = (row + 1..lower.size).map(|after| lower.at(after, row) * side[after]).sum();
            side[row] = (side[row] - known) / lower.at(row, row);
        }
    }

    /// The first cell of the inverse's diagonal.
    pub(super) fn first_of_inverse(&self) -> f64 {
        let mut side = vec![0.0; self.0.size];
        let Some(first) = side.first_mut() else { return 0.0 };
        *first = 1.0;
        self.solve(&mut side);
        side[0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_system_is_solved_and_a_singular_one_refused() {
        let cells = [[4.0, 2.0, 0.0], [2.0, 5.0, 2.0], [0.0, 2.0, 5.0]];
        let matrix = Symmetric::of(3, |row, column| cells[row][column]);
        let factor = matrix.cholesky(1e-12).unwrap();
        let mut side = [8.0, 18.0, 19.0];
        factor.solve(&mut side);
        for (found, wanted) in side.iter().zip([1.0, 2.0, 3.0]) {
            assert!((found - wanted).abs() < 1e-12, "{side:?}");
        }
        // The inverse's first cell is the minor over the determinant: 21 / 64.
        assert!((factor.first_of_inverse() - 21.0 / 64.0).abs() < 1e-12);
        assert!(Symmetric::of(2, |_, _| 1.0).cholesky(1e-12).is_none());
        assert!(Symmetric::of(1, |_, _| f64::NAN).cholesky(0.0).is_none());
    }
}
