using Figment.Data.Sounds;
using Figment.Networks.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data.Sounds;

/// <summary>Sounds become the same images whatever else is requested with them, and each is converted only once.</summary>
public sealed class GridImagesTests
{
    private const int Count = 20;
    private readonly SoundGrid grid = SmallSounds.Description().Grid;
    private int made;

    [Theory]
    [InlineData(1L << 20)] // all are kept
    [InlineData(10L << 10)] // ten of the twenty are
    [InlineData(1L)] // none is
    public void What_is_asked_for_beside_it_changes_no_image(long mostKept)
    {
        using DisposeScope scope = NewDisposeScope();
        using GridImages images = Images(mostKept),
            others = Images(1L << 20);
        Tensor mixed = tensor(new long[] { 7, 3, 3, 19, 0 }),
            few = tensor(new long[] { 0, 7 });

        byte[] first = images.Of(few).bytes.ToArray();
        Tensor all = others.Of(arange(Count, ScalarType.Int64));

        Assert.Equal(all.index_select(0, mixed).bytes.ToArray(), images.Of(mixed).bytes.ToArray());
        Assert.Equal(all.index_select(0, few).bytes.ToArray(), first);
    }

    [Fact]
    public void They_are_what_the_grid_makes_of_them()
    {
        using DisposeScope scope = NewDisposeScope();
        using GridImages images = Images(1L << 20);
        Tensor indices = arange(Count, ScalarType.Int64);

        Assert.True(images.Of(indices).allclose(grid.ToImages(Sounds(indices)), atol: 1e-4));
    }

    [Theory]
    [InlineData(1L << 20, 3)]
    [InlineData(10L << 10, 5)] // the last is made each time
    public void Each_for_which_there_is_room_is_made_once(long mostKept, int expected)
    {
        using GridImages images = Images(mostKept);
        using DisposeScope scope = NewDisposeScope();

        for (int turn = 0; turn < 3; turn++)
            images.Of(tensor(new long[] { 2, 5, 2, 19 }));

        Assert.Equal(expected, made);
    }

    private GridImages Images(long mostKept) =>
        new(
            grid,
            Count,
            indices =>
            {
                made++;
                return Sounds(indices);
            },
            mostKept
        );

    private Tensor Sounds(Tensor indices) =>
        rand([Count, grid.Sound.Channels, grid.Sound.Length], generator: new Generator(4)).mul(2).sub(1).index_select(0, indices);
}
