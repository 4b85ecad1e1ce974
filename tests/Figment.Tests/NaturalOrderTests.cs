using CsCheck;

namespace Figment.Tests;

public sealed class NaturalOrderTests
{
    [Fact]
    public void Numbers_come_in_the_order_in_which_people_count()
    {
        string[] names =
        [
            "10",
            "9",
            "1",
            "img12",
            "img2",
            "2",
            "a",
            "B",
            "img",
            "99999999999999999999999",
            "100000000000000000000000",
        ];
        Assert.Equal(
            ["1", "2", "9", "10", "99999999999999999999999", "100000000000000000000000", "B", "a", "img", "img2", "img12"],
            names.Order(NaturalOrder.Instance)
        );
    }

    [Fact]
    public void It_is_a_total_order() =>
        Gen.Select(Gen.String["012 ab-é"], Gen.String["012 ab-é"], Gen.String["012 ab-é"])
            .Sample(
                (a, b, c) =>
                {
                    NaturalOrder order = NaturalOrder.Instance;
                    Assert.Equal(Math.Sign(order.Compare(a, b)), -Math.Sign(order.Compare(b, a)));
                    Assert.Equal(a == b, order.Compare(a, b) == 0);
                    if (order.Compare(a, b) <= 0 && order.Compare(b, c) <= 0)
                        Assert.True(order.Compare(a, c) <= 0);
                }
            );
}
