//! Whether a likelihood has a maximum, decided by linear programming.
//!
//! Fienberg and Rinaldo (Annals of Statistics 40, 2012): a log-linear model has a maximum likelihood estimate exactly if some table with no
//! empty cell has the same sums on all terms as the observed one. So the program asks how large the smallest cell of such a
//! table can be: maximise s, where each cell is s plus something that is not negative.

/// Below this, in people, the largest possible smallest cell counts as 0.
const POSITIVE: f64 = 1e-7;
const PIVOT: f64 = 1e-9;
/// Pivots before the rule that cannot cycle takes over.
const QUICK_PIVOTS: usize = 500;
const MOST_PIVOTS: usize = 20_000;

/// Whether there is a table without an empty cell whose sums are `sums`; `columns` has a column for each cell, with 1 for
/// each term that the cell counts in and 0 for the others.
pub(super) fn maximum_exists(columns: &[Vec<f64>], sums: &[f64]) -> bool {
    let rows = sums.len();
    let sum_of_columns: Vec<f64> =
        (0..rows).map(|row| columns.iter().map(|column| column[row]).sum()).collect();
    let mut simplex = Simplex::new(columns, &sum_of_columns, sums);
    let artificial = simplex.columns - rows;
    // First drive the artificial variables to 0, then make the smallest cell (the last column before them) large.
    let feasible = simplex.maximise(simplex.columns, |column| if column >= artificial { -1.0 } else { 0.0 });
    if feasible < -POSITIVE {
        return false;
    }
    simplex.drop_artificial(artificial);
    simplex.maximise(artificial, |column| if column + 1 == artificial { 1.0 } else { 0.0 }) > POSITIVE
}

/// A tableau of equations with variables that are not negative. After the cells' variables comes the smallest cell, then one
/// artificial variable a row.
struct Simplex {
    columns: usize,
    /// Rows of coefficients, each followed by its right side.
    tableau: Vec<Vec<f64>>,
    basis: Vec<usize>,
}

impl Simplex {
    fn new(cells: &[Vec<f64>], smallest: &[f64], sums: &[f64]) -> Self {
        let rows = sums.len();
        let columns = cells.len() + 1 + rows;
        let tableau = (0..rows)
            .map(|row| {
                let artificial = (0..rows).map(|other| f64::from(u8::from(other == row)));
                cells
                    .iter()
                    .map(|cell| cell[row])
                    .chain([smallest[row]])
                    .chain(artificial)
                    .chain([sums[row]])
                    .collect()
            })
            .collect();
        Self { columns, tableau, basis: (columns - rows..columns).collect() }
    }

    /// The greatest value of a sum of the first `usable` variables, each with a weight.
    fn maximise(&mut self, usable: usize, weight: impl Fn(usize) -> f64) -> f64 {
        for pivots in 0..MOST_PIVOTS {
            let costs: Vec<f64> = self.basis.iter().map(|basic| weight(*basic)).collect();
            let mut gains: Vec<f64> = (0..usable).map(&weight).collect();
            for (row, cost) in self.tableau.iter().zip(&costs) {
                if *cost != 0.0 {
                    for (gain, cell) in gains.iter_mut().zip(row) {
                        *gain -= cost * cell;
                    }
                }
            }
            let gaining = gains.iter().enumerate().filter(|(_, gain)| **gain > PIVOT);
            let entering = if pivots < QUICK_PIVOTS {
                gaining.max_by(|one, other| one.1.total_cmp(other.1)).map(|(column, _)| column)
            } else {
                // Bland's rule: the first that gains.
                gaining.map(|(column, _)| column).next()
            };
            let leaving = entering.and_then(|column| self.leaving(column).map(|row| (row, column)));
            let Some((row, column)) = leaving else { break };
            self.pivot(row, column);
        }
        let value =
            |(row, basic): (&Vec<f64>, &usize)| weight(*basic) * row.last().copied().unwrap_or_default();
        self.tableau.iter().zip(&self.basis).map(value).sum()
    }

    /// Takes artificial variables that stand at 0 out of the basis, so that they cannot grow again.
    fn drop_artificial(&mut self, first: usize) {
        for row in 0..self.basis.len() {
            if self.basis[row] >= first {
                let replacement = (0..first).find(|column| self.tableau[row][*column].abs() > PIVOT);
                if let Some(column) = replacement {
                    self.pivot(row, column);
                }
            }
        }
    }

    fn leaving(&self, column: usize) -> Option<usize> {
        let ratio = |row: &Vec<f64>| row[self.columns] / row[column];
        let rows = self.tableau.iter().enumerate().filter(|(_, row)| row[column] > PIVOT);
        rows.min_by(|(a, one), (b, other)| {
            ratio(one).total_cmp(&ratio(other)).then(self.basis[*a].cmp(&self.basis[*b]))
        })
        .map(|(row, _)| row)
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let divisor = self.tableau[row][column];
        let mut taken = std::mem::take(&mut self.tableau[row]);
        taken.iter_mut().for_each(|cell| *cell /= divisor);
        for other in &mut self.tableau {
            let factor = other.get(column).copied().unwrap_or_default();
            if factor != 0.0 {
                for (cell, pivot) in other.iter_mut().zip(&taken) {
                    *cell -= factor * pivot;
                }
            }
        }
        self.tableau[row] = taken;
        self.basis[row] = column;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells of two lists without the one on neither: only the first, only the second, both.
    fn two_lists() -> Vec<Vec<f64>> {
        vec![vec![1.0, 1.0, 0.0], vec![1.0, 0.0, 1.0], vec![1.0, 1.0, 1.0]]
    }

    #[test]
    fn two_lists_need_somebody_on_both_and_on_each_alone() {
        let exists = |first: f64, second: f64, both: f64| {
            maximum_exists(&two_lists(), &[first + second + both, first + both, second + both])
        };
        assert!(exists(10.0, 20.0, 1.0));
        assert!(!exists(10.0, 20.0, 0.0));
        assert!(!exists(0.0, 20.0, 5.0));
    }

    #[test]
    fn an_empty_cell_is_no_harm_where_another_table_has_the_same_sums() {
        // A row of four cells where only the sum and the first cell are held.
        let columns = vec![vec![1.0, 1.0], vec![1.0, 0.0], vec![1.0, 0.0], vec![1.0, 0.0]];
        assert!(maximum_exists(&columns, &[9.0, 2.0]));
        assert!(!maximum_exists(&columns, &[9.0, 0.0]));
        assert!(!maximum_exists(&columns, &[9.0, 9.0]));
    }
}
