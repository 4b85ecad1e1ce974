using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs;
using Figment.Training;

namespace Figment.Tests.Runs;

/// <summary>What happens to a training whose samples cannot be judged.</summary>
public sealed class RunJudgeTests
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_look_that_fails_is_tried_again_before_it_is_given_up(int failures, bool isSeen)
    {
        using Failing samples = new(failures);
        ImageDescription data = new(new ImageShape(1, 8, 8), []);
        using TrainableModel model = ModelCatalog
            .Find("vae")
            .Create(new VaeOptions { LatentSize = 2 }, data, new SeededRandom(0));
        RunJudge judge = new(model, samples, DataKinds.All[0], new JudgeState(), CancellationToken.None);
        TrainingProgress progress = new()
        {
            Step = 1,
            Items = 8,
            Elapsed = TimeSpan.FromSeconds(1),
            Fraction = 0.5,
            Measures = new Dictionary<string, double> { ["loss"] = 1 },
            Samples = model.MakeSamples(1, 0),
            Kinds = ReportKinds.Samples | ReportKinds.Measures,
        };

        RunReport first = judge.Look(progress),
            second = judge.Look(progress);

        Assert.Equal(isSeen, first.Evaluation is not null);
        Assert.Equal(isSeen, second.Evaluation is not null);
        Assert.Equal(isSeen, first.Trouble is null);
        if (!isSeen)
            Assert.Equal("The samples cannot be judged, so the training continues without judging: no luck.", first.Trouble);
        Assert.Null(second.Trouble); // which is said once
        Assert.Equal(isSeen ? failures + 2 : failures, samples.Looks);
    }

    /// <summary>Fails the given number of times.</summary>
    private sealed class Failing(int failures) : ISampleJudge
    {
        internal int Looks { get; private set; }

        public ExtractorCard Card => throw new NotSupportedException();

        public string? File => null;

        public bool IsDue(TrainableModel model, long items, bool isLast) => true;

        public void GoOnFrom(TrainableModel model, long items, ISampleEvaluation? last) { }

        public ISampleEvaluation Look(TrainableModel model, long items)
        {
            if (++Looks <= failures)
                throw new FigmentException("no luck\nat all");
            return new LiveEvaluation
            {
                Count = 1,
                CopiedCount = 1,
                Extractor = "none",
                FrechetDistance = 1,
                Coverage = 1,
                Similarity = 0,
                RealSimilarity = 0,
                CopiedShare = 0,
            };
        }

        public void Dispose() { }
    }
}
