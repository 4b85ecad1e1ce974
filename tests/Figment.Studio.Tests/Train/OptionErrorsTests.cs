using Figment.Models;
using Figment.Models.Images;
using Figment.Objectives;
using Figment.Studio.Train;

namespace Figment.Studio.Tests.Train;

public sealed class OptionErrorsTests
{
    public static TheoryData<ModelOptions> ThatDoNotFitTogether() =>
        [
            new FlowOptions { GuidanceScale = 2, LabelDropout = 0 },
            new DenseGanOptions { Loss = AdversarialLoss.Wasserstein, R1 = 0 },
            new DenseGanOptions { Loss = AdversarialLoss.Hinge, LabelSmoothing = 0.1 },
            new VaeOptions { StandardDeviation = 0.1 },
            new VaeOptions { ImportanceSamples = 5, Beta = 2 },
            new VaeOptions { Likelihood = PixelModel.Gaussian, GreyPixels = GreyPixels.Drawn },
            new FlowOptions { Width = 12, DeepWidth = 100 },
            new DenseGanOptions { Augment = (Augmentations)8 },
        ];

    [Theory]
    [MemberData(nameof(ThatDoNotFitTogether))]
    public void What_the_library_says_of_values_that_do_not_fit_together_is_there_in_Chinese(ModelOptions options)
    {
        OptionsException problem = Assert.Throws<OptionsException>(() => OptionsValidator.ThrowIfInvalid(options));

        Assert.All(
            problem.Details,
            said => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", OptionErrors.In(Language.Chinese)(said))
        );
        // The library and the table say the same
        Assert.Equal(problem.Problems, problem.Details.Select(OptionErrors.In(Language.English)));
    }

    [Fact]
    public void What_the_table_does_not_know_is_said_as_errors_are_and_named_by_option_and_rule()
    {
        OptionProblem problem = Assert.Single(
            Assert.Throws<OptionsException>(() => OptionsValidator.ThrowIfInvalid(new VaeOptions { LatentSize = 0 })).Details
        );

        Assert.Equal(
            ("latentSize.range", "隐向量长度必须在 1 到 4096 之间。"),
            (problem.Code, OptionErrors.In(Language.Chinese)(problem))
        );
    }
}
