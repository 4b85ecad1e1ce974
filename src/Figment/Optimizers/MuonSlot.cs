using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Optimizers;

/// <summary>The state of <see cref="Muon"/> for one parameter that holds matrices.</summary>
internal sealed class MuonSlot : WeightSlot
{
    /// <summary>Creates the state of a parameter, with a momentum of 0.</summary>
    /// <param name="parameter">Stacked matrices, [all rows, columns], where the columns may span several dimensions.</param>
    /// <param name="rows">The row count of each matrix; they add up to all rows.</param>
    /// <param name="weights">
    /// The exact weights, if they are known to a higher precision than that of the parameter; the parameter is set to them.
    /// </param>
    internal MuonSlot(Parameter parameter, IReadOnlyList<long> rows, Tensor? weights = null)
        : base(parameter, weights)
    {
        if (parameter.dim() < 2 || rows.Sum() != parameter.shape[0])
            throw new ArgumentException(
                $"Matrices with {rows.Sum()} rows in total do not match a parameter of [{string.Join(", ", parameter.shape)}].",
                nameof(rows)
            );
        Rows = rows;
        Mean = zeros_like(Master).DetachFromDisposeScope();
    }

    /// <summary>The row count of each matrix.</summary>
    internal IReadOnlyList<long> Rows { get; }

    /// <summary>The running mean of the gradients, m.</summary>
    internal Tensor Mean { get; }

    /// <inheritdoc/>
    internal override IEnumerable<(string Name, Tensor Value)> State => [("mean", Mean)];

    /// <inheritdoc/>
    internal override Tensor Squares => Mean.Squared().sum();
}
