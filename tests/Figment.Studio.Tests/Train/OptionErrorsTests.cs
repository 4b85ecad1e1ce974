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
    ];

    [Theory]
    [MemberData(nameof(ThatDoNotFitTogether))]
    public void What_the_library_says_of_values_that_do_not_fit_together_is_there_in_Chinese(ModelOptions options)
    {
        OptionsException problem = Assert.Throws<OptionsException>(() => OptionsValidator.ThrowIfInvalid(options));

        Assert.All(problem.Problems, said => Assert.Matches(@"\p{IsCJKUnifiedIdeographs}", OptionErrors.In(Language.Chinese)(said)));
        Assert.All(problem.Problems, said => Assert.Equal(said, OptionErrors.In(Language.English)(said)));
    }
}
