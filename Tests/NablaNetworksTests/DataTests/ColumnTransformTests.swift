import Foundation
import NablaNetworks
import Testing

@Suite("Standardising and scaling")
struct ColumnTransformTests {
  static let rows: [[Double]] = [[1, 5, 0.1], [2, 5, 0.1], [6, 5, 0.1]]

  @Test("standardised columns have mean 0 and deviation 1, by hand")
  func standardises() {
    let fit = Standardization.fit(on: Self.rows)
    #expect(fit.means == [3, 5, 0.1])
    // sqrt((4 + 1 + 9) / 3); equal numbers keep 1, though (0.1 + 0.1 + 0.1) / 3 is not 0.1.
    #expect(abs(fit.deviations[0] - (14.0 / 3).squareRoot()) <= 0x1p-50)
    #expect(fit.deviations[1...] == [1, 1])
    let result = fit.apply(to: Self.rows)
    #expect(result.allSatisfy { $0[1] == 0 && $0[2] == 0 })
    // Three numbers of size 1, each with a rounding error of 2^-53 or two.
    #expect(abs(result.reduce(0) { $0 + $1[0] }) < 1e-15)
    #expect(abs(result.reduce(0) { $0 + $1[0] * $1[0] } - 3) < 2e-15)
    // A number that the constant column did not have stays as far off as it was.
    #expect(fit.apply(to: [3, 7, 0.1]) == [0, 2, 0])
  }

  @Test("only the training part has a part in the fit")
  func trainingOnly() {
    let train = Dataset(inputs: [[0], [2]], targets: [[10], [20]])
    let test = Dataset(inputs: [[100]], targets: [[30]])
    let fit = Standardization.fit(on: train)
    #expect(fit.apply(to: test).inputs == [[99]])
    #expect(fit.apply(to: test).targets == [[30]])
    #expect(Scaling.fit(on: train).apply(to: test).inputs == [[50]])
    #expect(fit.inverse(of: fit.apply(to: test)) == test)
  }

  @Test("numbers near the ends of the range of Double neither overflow nor vanish")
  func extremes() {
    let large = Standardization.fit(on: [[1.7e308], [1.7e308], [-1.7e308]])
    #expect(large.means[0].isFinite && large.deviations[0].isFinite)
    // The mean is a third; the deviation sqrt(8)/3 of it, to a few roundings.
    #expect(abs(large.means[0] / 1.7e308 - 1.0 / 3) < 1e-15)
    #expect(abs(large.deviations[0] / 1.7e308 - 8.squareRoot() / 3) < 1e-15)
    let small = Standardization.fit(on: [[1e-300], [3e-300]])
    #expect(abs(small.deviations[0] / 1e-300 - 1) < 1e-15)
    let scaling = Scaling.fit(on: [[-1.7e308], [1.7e308]])
    #expect(scaling.apply(to: [[-1.7e308], [0], [1.7e308]]) == [[0], [0.5], [1]])
    #expect(scaling.inverse(of: [[0], [0.5], [1]]) == [[-1.7e308], [0], [1.7e308]])
  }

  @Test("NaN and infinite numbers have no part in the fit")
  func notFinite() {
    let rows: [[Double]] = [[1, .nan], [.nan, .nan], [3, .infinity], [.infinity, .nan]]
    let fit = Standardization.fit(on: rows)
    #expect(fit.means == [2, 0] && fit.deviations == [1, 1])
    let result = fit.apply(to: rows)
    #expect(result[0][0] == -1 && result[1][0].isNaN && result[3][0] == .infinity)
    #expect(Scaling.fit(on: rows).minima == [1, 0])
  }

  @Test("scaled columns fill the range exactly, and come back")
  func scales() {
    let fit = Scaling.fit(on: Self.rows, to: -0.1...0.7)
    let result = fit.apply(to: Self.rows)
    #expect(result[0][0] == -0.1 && result[2][0] == 0.7)
    #expect(result.allSatisfy { $0[1] == -0.1 })
    #expect(fit.apply(to: [1, 6, 0.1]) == [-0.1, 0.9, -0.1])
    var generator = SeededGenerator(seed: 17)
    for _ in 0..<1000 {
      let rows = (0..<4).map { _ in [generator.uniform(in: -9..<9) * 0.1] }
      let scaling = Scaling.fit(on: rows, to: -0.1...0.7)
      let scaled = scaling.apply(to: rows)
      #expect(scaled.map { $0[0] }.min() == -0.1 && scaled.map { $0[0] }.max() == 0.7, "seed 17")
      for (row, again) in zip(rows, scaling.inverse(of: scaled)) {
        // Numbers up to 1, some six roundings of 2^-53, stretched by at most 1.8 / 0.8.
        #expect(abs(row[0] - again[0]) < 2e-15, "seed 17")
      }
    }
  }

  @Test("both can be saved, and a damaged one is not read")
  func codable() throws {
    let standardization = Standardization.fit(on: Self.rows)
    let scaling = Scaling.fit(on: Self.rows, to: -1...1)
    let (encoder, decoder) = (JSONEncoder(), JSONDecoder())
    #expect(
      try decoder.decode(Standardization.self, from: encoder.encode(standardization))
        == standardization)
    #expect(try decoder.decode(Scaling.self, from: encoder.encode(scaling)) == scaling)
    for text in [#"{"means":[1],"deviations":[]}"#, #"{"means":[1],"deviations":[0]}"#] {
      #expect(throws: DecodingError.self) {
        try decoder.decode(Standardization.self, from: Data(text.utf8))
      }
    }
    for text in [
      #"{"minima":[1],"maxima":[0],"low":0,"high":1}"#,
      #"{"minima":[0],"maxima":[1],"low":1,"high":0}"#,
      #"{"minima":[0],"maxima":[],"low":0,"high":1}"#,
      #"{"minima":[],"maxima":[],"low":0,"high":0}"#,
    ] {
      #expect(throws: DecodingError.self) {
        try decoder.decode(Scaling.self, from: Data(text.utf8))
      }
    }
    #expect(throws: DecodingError.self) {
      try decoder.decode(
        Dataset.self,
        from: Data(#"{"inputs":[[1],[1,2]],"targets":[[1],[1]],"classNames":[]}"#.utf8))
    }
  }
}
