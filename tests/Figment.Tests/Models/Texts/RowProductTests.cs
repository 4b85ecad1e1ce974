using Figment.Models.Texts;

namespace Figment.Tests.Models.Texts;

public sealed unsafe class RowProductTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 64, 16)]
    [InlineData(3, 65, 20)]
    [InlineData(4, 200, 33)]
    [InlineData(9, 63, 128)]
    public void It_is_the_product_and_each_row_what_it_is_alone(int rows, int columns, int depth)
    {
        Random random = new(1);
        float[] x = [.. Enumerable.Range(0, rows * depth).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[] w = [.. Enumerable.Range(0, columns * depth).Select(_ => (float)(random.NextDouble() - 0.5))];
        float[] panels = new float[RowProduct.Size(columns, depth)],
            together = new float[rows * columns],
            alone = new float[rows * columns];

        fixed (
            float* from = x,
                laid = panels,
                to = together,
                one = alone
        )
        {
            RowProduct.LayOut(w, columns, depth, laid);
            RowProduct.Multiply(from, rows, laid, columns, depth, to, onThreads: true);
            for (int row = 0; row < rows; row++)
                RowProduct.Multiply(from + (row * depth), 1, laid, columns, depth, one + (row * columns), onThreads: true);
        }

        Assert.Equal(alone, together);
        for (int row = 0; row < rows; row++)
        for (int column = 0; column < columns; column++)
            Assert.Equal(
                Enumerable.Range(0, depth).Sum(k => (double)x[(row * depth) + k] * w[(column * depth) + k]),
                together[(row * columns) + column],
                1e-5
            );
    }
}
