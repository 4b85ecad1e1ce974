using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Objectives;

public sealed class AdversarialLossTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    /// <summary>Every loss, also with smoothed labels if it has labels, at usual and at very large logits.</summary>
    public static TheoryData<string, string, double> Losses
    {
        get
        {
            TheoryData<string, string, double> all = [];
            foreach (string logits in (string[])["usual", "large"])
            {
                foreach (AdversarialLoss loss in AdversarialLoss.All)
                    all.Add(logits, loss.Name, 0);
                all.Add(logits, "nonSaturating", 0.1);
                all.Add(logits, "leastSquares", 0.3);
            }

            return all;
        }
    }

    public void Dispose() => scope.Dispose();

    [Theory]
    [MemberData(nameof(Losses))]
    public void Values_and_slopes_are_those_of_the_papers(string logits, string name, double smoothing)
    {
        AdversarialLoss loss = AdversarialLoss.Find(name)!;
        (Tensor real, Tensor fake) =
            logits == "usual" ? (Logits(8, 1, 3), Logits(8, 2, 3)) : (Logits(4, 3, 2000), Logits(4, 4, 2000));
        using JsonDocument golden = Golden.Read("adversarial_losses.json");
        JsonElement expected = golden
            .RootElement.GetProperty(logits)
            .GetProperty(smoothing == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {smoothing}"));

        Tensor discriminator = loss.ForDiscriminator(real, fake, smoothing),
            generator = loss.ForGenerator(fake, real);

        Near(expected.GetProperty("discriminator"), discriminator);
        Near(expected.GetProperty("generator"), generator);
        IList<Tensor> slopes = autograd.grad([discriminator], [real, fake]);
        Near(expected.GetProperty("d_real"), slopes[0]);
        Near(expected.GetProperty("d_fake"), slopes[1]);
        Near(expected.GetProperty("g_fake"), autograd.grad([generator], [fake])[0]);
    }

    [Fact]
    public void Only_the_loss_of_pairs_asks_for_real_logits_in_the_generators_update()
    {
        Tensor fake = Logits(3, 1, 1);

        Assert.All(
            AdversarialLoss.All.Where(loss => !loss.ComparesPairs),
            loss => Assert.Equal(0, loss.ForGenerator(fake).dim())
        );
        Assert.Equal([AdversarialLoss.Relativistic], AdversarialLoss.All.Where(loss => loss.ComparesPairs));
        Assert.Throws<ArgumentNullException>(() => AdversarialLoss.Relativistic.ForGenerator(fake));
    }

    [Fact]
    public void Where_there_are_no_labels_none_can_be_smoothed()
    {
        Tensor logits = Logits(3, 1, 1);

        Assert.Equal(
            [AdversarialLoss.Hinge, AdversarialLoss.Wasserstein, AdversarialLoss.Relativistic],
            AdversarialLoss.All.Where(loss => !loss.HasLabels)
        );
        Assert.All(
            AdversarialLoss.All.Where(loss => !loss.HasLabels),
            loss =>
                Assert.Contains(
                    $"The loss {loss} uses no labels",
                    Assert.Throws<ArgumentException>(() => loss.ForDiscriminator(logits, logits, 0.1)).Message,
                    StringComparison.Ordinal
                )
        );
    }

    [Fact]
    public void A_loss_is_found_by_its_name_in_any_case()
    {
        Assert.Same(AdversarialLoss.LeastSquares, AdversarialLoss.Find("LEASTsquares"));
        Assert.All(AdversarialLoss.All, loss => Assert.Same(loss, AdversarialLoss.Find(loss.Name)));
        Assert.Null(AdversarialLoss.Find("least squares"));
    }

    [Fact]
    public void Names_survive_a_round_trip_through_JSON_and_others_are_refused()
    {
        Assert.All(
            AdversarialLoss.All,
            loss => Assert.Same(loss, JsonSerializer.Deserialize<AdversarialLoss>(JsonSerializer.Serialize(loss)))
        );
        Assert.Equal("\"nonSaturating\"", JsonSerializer.Serialize(AdversarialLoss.NonSaturating));
        Assert.Contains(
            "nonSaturating, leastSquares, hinge",
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AdversarialLoss>("\"saturating\"")).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<AdversarialLoss>("3"));
    }

    [Fact]
    public void Names_survive_a_round_trip_through_text_as_on_the_command_line()
    {
        TypeConverter converter = TypeDescriptor.GetConverter(typeof(AdversarialLoss));

        Assert.All(
            AdversarialLoss.All,
            loss => Assert.Same(loss, converter.ConvertFromInvariantString(converter.ConvertToInvariantString(loss)!))
        );
        Assert.Same(AdversarialLoss.Hinge, converter.ConvertFromInvariantString("Hinge"));
        Assert.Throws<FormatException>(() => converter.ConvertFromInvariantString(""));
        Assert.Equal(AdversarialLoss.All, converter.GetStandardValues()!.Cast<AdversarialLoss>());
    }

    private static Tensor Logits(long count, uint seed, double scale) =>
        Golden.Fill([count], seed, scale).to(ScalarType.Float64).requires_grad_(true);

    private static void Near(JsonElement expected, Tensor actual)
    {
        double[] numbers =
            expected.ValueKind == JsonValueKind.Array
                ? [.. expected.EnumerateArray().Select(number => number.GetDouble())]
                : [expected.GetDouble()];
        double[] values = actual.detach().reshape(-1).data<double>().ToArray();
        Assert.Equal(numbers.Length, values.Length);

        // Above 20, libtorch's softplus is the identity, which is off by e⁻²⁰.
        Assert.All(numbers.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-8 * Math.Max(1, Math.Abs(pair.First))));
    }
}
